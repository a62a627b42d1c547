/**
 * What a user does with the package, outside of this repository: deploys an integration from a clone, beside a project
 * of their own; or has the packed tarball put the functions into that project, which then compiles, dry-runs and deploys.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { dryrun } from 'nango-stand-in/dryrun.js';
import { LocalNango } from 'nango-stand-in/local-nango.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { CONNECTION, startWorld } from '../../local/world.js';
import { VERSION } from '../../shared/version.js';
import { goOutside, run, runWith } from './outside.js';
import type { Outside } from './outside.js';

const ADDED = ['snowflake-jwt', 'snowflake-password'] as const;
/** The smallest of this package. */
const DEPLOYED = 'mysql-export';
/** That of the example which `nango init` makes. */
const THEIRS = 'github';
const QUIET = ['--no-interactive', '--no-dependency-update'] as const;

let outside: Outside;
let nango: LocalNango;
beforeAll(async () => {
    outside = await goOutside();
    await run(outside.project, 'npx', 'nango', 'compile', ...QUIET);
    nango = await LocalNango.start({ folder: outside.project });
    for (const id of [THEIRS, DEPLOYED, ...ADDED]) nango.addIntegration(id, id);
});
afterAll(async () => {
    await nango?.close();
    outside?.remove();
});

async function withKey(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
    const variables = { NANGO_HOSTPORT: nango.url, NANGO_SECRET_KEY_DEV: nango.secretKey };
    return await runWith(variables, cwd, command, ...args);
}

async function deployTheirs(...flags: readonly string[]): Promise<string> {
    return await withKey(outside.project, 'npx', 'nango', 'deploy', 'dev', ...QUIET, '--auto-confirm', ...flags);
}

function deployed(): string[] {
    return [...new Set(nango.deployments.list().map(({ integration }) => integration))].sort();
}

test('a fresh clone installs without a warning that asks for something', () => {
    // Some packages want a newer Node than the 20 that is enough here: they run on the one that is among the packages.
    const lines = outside.installed.split('\n').filter((line) => !line.startsWith('npm warn EBADENGINE'));
    expect(lines.filter((line) => /warn|vulnerab|deprecat/i.test(line))).toEqual([]);
});

test('the tarball holds what is built, its papers, and nothing else', () => {
    const { packed } = outside;
    const top = new Set(packed.map((file) => file.split('/')[0]));
    expect([...top].sort()).toEqual([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-NOTICES.txt',
        'cli',
        'client',
        'docs',
        'package.json',
        'providers'
    ]);
    const built = packed.filter((file) => /^(?:client|cli)\//.test(file));
    expect(built.filter((file) => !/^(?:client|cli)\/dist\//.test(file))).toEqual([]);
    expect(packed.filter((file) => file.startsWith('docs/') && !file.endsWith('.md'))).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining(['cli/dist/main.js', 'client/dist/index.js']));
    expect(
        packed.filter((file) => /\.env|\.pem|\.p8|\.test\.|stand-in|node_modules|shared\/vendor/.test(file))
    ).toEqual([]);
});

test('deployed from the clone by itself, an integration stands beside theirs until their project is deployed whole', async () => {
    const { clone } = outside;
    const deploy = ['run', 'deploy', '--', 'dev', DEPLOYED, '--auto-confirm'] as const;
    const first = await withKey(clone, 'npm', ...deploy);
    expect(first).toMatch(new RegExp(`nango-snowflake ${VERSION}, tag v${VERSION}, commit [0-9a-f]{7,}\\n`));
    expect(first).toMatch(new RegExp(`Deployed \\(environment "dev"\\):\\n +${DEPLOYED} +\\d+ functions`));
    expect(first).not.toMatch(/^!/m);
    expect(deployed()).toEqual([THEIRS, DEPLOYED]);

    await deployTheirs(`--integration=${THEIRS}`);
    expect(deployed()).toEqual([THEIRS, DEPLOYED]);
    const ours = nango.deployments.list().filter(({ integration }) => integration === DEPLOYED);
    const plan = await deployTheirs('--allow-destructive');
    for (const { name } of ours) expect(plan).toContain(` - ${DEPLOYED} → ${name}`);
    expect(deployed()).toEqual([THEIRS]);
});

test('a deploy of changed files says that no commit holds them', async () => {
    appendFileSync(path.join(outside.clone, 'README.md'), '\n');
    // Without a key it ends before anything is sent.
    const output = await run(outside.clone, 'npm', 'run', 'deploy', '--', 'dev', 'nothing').catch(String);
    expect(output).toContain('! Not as that commit has it: README.md');
});

test('added to a project of others, it compiles there beside theirs, dry-runs, deploys and is updated', async () => {
    const { project, tarball } = outside;
    const npx = async (...args: string[]): Promise<string> =>
        await run(project, 'npx', '--yes', `--package=${tarball}`, '--', 'nango-snowflake', ...args);
    const inProject = (file: string): string => path.join(project, file);
    const index = readFileSync(inProject('index.ts'), 'utf8');

    expect(await npx('add', ...ADDED, '--dry-run')).toContain('Nothing was written');
    expect(existsSync(inProject('snowflake-jwt'))).toBe(false);
    await npx('add', ...ADDED);
    const extended = readFileSync(inProject('index.ts'), 'utf8');
    expect(extended.startsWith(index.trimEnd())).toBe(true);
    await run(project, 'npx', 'nango', 'compile', ...QUIET, '--sourcemap=false');
    await run(project, 'npx', 'tsc', '--noEmit', '-p', 'tsconfig.json');

    // Most of it is not wanted here: what the user takes out stays out, what is lost comes back.
    const wanted = /github\/|syncs\/databases|actions\/test-connection/;
    const kept = extended.split('\n').filter((line) => wanted.test(line));
    expect(kept).toHaveLength(7);
    writeFileSync(inProject('index.ts'), `${kept.join('\n')}\n`);
    rmSync(inProject('nango-snowflake/limits.js'));
    expect(await npx('update')).toMatch(/1 files created: nango-snowflake\/ \(1\)\n(?!.*index\.ts)/);
    expect(readFileSync(inProject('index.ts'), 'utf8')).toBe(`${kept.join('\n')}\n`);

    const world = await startWorld({
        fill: (engine) => {
            engine.account.addDatabase({ name: 'SALES' });
        }
    });
    try {
        for (const integration of ADDED) {
            const asked = { name: 'databases', connectionId: CONNECTION, integration };
            const dry = await dryrun(world.nango, asked, project);
            expect(dry.output).toContain('SALES');
            expect(dry.exitCode).toBe(0);
        }
    } finally {
        await world.close();
    }

    await deployTheirs();
    expect(deployed()).toEqual([THEIRS, ...ADDED]);
    // The doctor comes with it, and finds what was taken out.
    const asked = ['doctor', '--json', `--key=${nango.secretKey}`, `--host=${nango.url}`];
    const diagnosis = await npx(...asked).catch(String);
    expect(diagnosis).toContain('"id": "functions.snowflake-jwt"');
    expect(diagnosis).toMatch(/snowflake-jwt lacks \w+/);
    const versions = nango.deployments.list().filter(({ name }) => name === 'databases');
    expect(versions.map(({ version }) => version)).toEqual([VERSION, VERSION]);
});
