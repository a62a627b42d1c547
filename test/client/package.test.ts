/** What an app installs: built, it carries zod schemas and the client, and nothing that functions run with. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { beforeAll, expect, test } from 'vitest';

import { buildClient } from '../../scripts/build-client.js';
import { startExampleWorld } from './example-world.js';
import { walk } from './example-walk.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = path.join(ROOT, 'client', 'dist');
/** Inside the repository, so that the package finds itself by name as an app would find it. */
const APP = path.join(ROOT, '.work', 'client-app');
const LARGEST_BUNDLE_BYTES = 150_000;

beforeAll(async () => {
    await buildClient();
    rmSync(APP, { recursive: true, force: true });
    mkdirSync(APP, { recursive: true });
});

function run(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: APP, encoding: 'utf8' });
    return { status, output: stdout + stderr };
}

function imported(text: string): string[] {
    const names = [...text.matchAll(/(?:\bfrom |\bimport |import\(|require\()\s*['"]([^'"]+)['"]/g)].map(
        ([, name]) => name
    );
    return [...new Set(names.flatMap((name) => name ?? []))].sort();
}

test('the module imports zod and a hash of Node alone: no driver, no AWS SDK, no Nango run time', () => {
    const text = readFileSync(path.join(DIST, 'index.js'), 'utf8');
    expect([...new Set(imported(text))].sort()).toEqual(['crypto', 'zod']);
    expect(text).not.toMatch(/shared\/vendor|uncontrolledFetch|SecretsManagerClient|createConnection\(/);
    expect(statSync(path.join(DIST, 'index.js')).size).toBeLessThan(LARGEST_BUNDLE_BYTES);
});

test("the declarations reach nothing but zod, the SDK's types and one another", () => {
    const files = globSync('types/**/*.d.ts', { cwd: DIST });
    expect(files).toContain(path.join('types', 'client', 'index.d.ts'));
    const outside = files.flatMap((file) =>
        imported(readFileSync(path.join(DIST, file), 'utf8')).filter((name) => !name.startsWith('.'))
    );
    expect(new Set(outside)).toEqual(new Set(['@nangohq/node', 'zod']));
});

test('plain JavaScript in Node imports it by its name', () => {
    const file = path.join(APP, 'app.mjs');
    writeFileSync(
        file,
        `import { Nango } from '@nangohq/node';
import { functions, snowflake, TableSchema } from 'nango-snowflake';
const client = snowflake(new Nango({ secretKey: 'k' }));
const connection = client.connection('snowflake-jwt', 'c');
const { input } = functions['snowflake-jwt'].actions['list-tables'];
console.log(connection.integration, input.safeParse({ limit: 'x' }).success, 'rows' in TableSchema.shape);`
    );
    expect(run(file)).toEqual({ status: 0, output: 'snowflake-jwt false true\n' });
});

const COMPILER_OPTIONS = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    types: ['node']
};

function compile(source: string): { status: number | null; output: string } {
    writeFileSync(path.join(APP, 'app.mts'), source);
    writeFileSync(
        path.join(APP, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, skipLibCheck: true }, files: ['app.mts'] })
    );
    const tsc = path.join(
        path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
        'bin',
        'tsc'
    );
    return run(tsc, '-p', APP);
}

const USE = `import { Nango } from '@nangohq/node';
import { snowflake, type ExportSecret, type Table } from 'nango-snowflake';
const client = snowflake(new Nango({ secretKey: 'k' }));
const connection = client.connection('snowflake-password', 'c');
for await (const { records } of connection.records('tables')) {
    const tables: readonly Table[] = records;
    console.log(tables[0]?.rows?.toFixed());
}
const { id }: ExportSecret = await connection.exportSecrets.create({ name: 'Finance' });
const { tables } = await connection.trigger('list-tables', { database: id });
`;

test('an app in strict TypeScript compiles against the built declarations', () => {
    expect(compile(`${USE}console.log(tables[0]?.name.length);`)).toEqual({ status: 0, output: '' });
});

test.each([
    ['a wrong field of a model', `console.log(tables[0]?.nam);`],
    ['a wrong function', `await connection.trigger('list-tabels', {});`],
    ['a wrong input', `await connection.trigger('execute-statement', {});`],
    ['a wrong integration', `client.connection('snowflake-jvt', 'c');`]
])('against them, %s does not compile', (_what, line) => {
    const { status, output } = compile(`${USE}${line}`);
    expect(status).not.toBe(0);
    const wrongLine = USE.split('\n').length;
    expect([...output.matchAll(/^app\.mts\((\d+),/gm)].map(([, at]) => Number(at))).toEqual([wrongLine]);
});

test('the backend in docs/client.md compiles and works as it says', async () => {
    const page = readFileSync(path.join(ROOT, 'docs', 'client.md'), 'utf8');
    const source = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(source).toContain("from 'nango-snowflake'");
    expect(compile(source)).toEqual({ status: 0, output: '' });

    const world = await startExampleWorld();
    try {
        expect(await walk(world, APP)).toEqual({
            before: 'Connect Snowflake first.',
            databases: ['SALES'],
            orders: 1500,
            counted: 1500,
            refused: expect.stringMatching(/^object_not_found: .*Check the name/),
            exports: 'Validated'
        });
    } finally {
        await world.close();
    }
});
