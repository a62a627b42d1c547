/**
 * The packed tarball in a project that the real CLI has made, outside of this repository, with packages fetched afresh:
 * what `npx nango-snowflake add` puts there compiles by that project's own CLI, beside what was there, and runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { LocalNango } from 'nango-stand-in/local-nango.js';
import { dryrun } from 'nango-stand-in/dryrun.js';
import { CLI, quietEnvironment, runNango } from 'nango-cli/run.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { CONNECTION, startWorld } from '../../local/world.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADDED = ['snowflake-jwt', 'snowflake-password'] as const;

let outside: string;
let tarball: string;
let packed: string[];
let project: string;

function run(command: string, args: readonly string[], cwd: string): string {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: quietEnvironment() });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}:\n${stdout}${stderr}`);
    return stdout;
}

const Packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })).length(1);

beforeAll(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'nango-snowflake-'));
    run('npm', ['run', 'build'], ROOT);
    const output = run('npm', ['pack', '--json', '--ignore-scripts', `--pack-destination=${outside}`], ROOT);
    const [pack] = Packed.parse(JSON.parse(output));
    if (pack === undefined) throw new Error(output);
    tarball = path.join(outside, pack.filename);
    packed = pack.files.map((file) => file.path);
    run(process.execPath, [CLI, 'init', 'nango-integrations', '--no-interactive'], outside);
    project = path.join(outside, 'nango-integrations');
});
afterAll(() => {
    rmSync(outside, { recursive: true, force: true });
});

test('the tarball holds what is built, its papers, and nothing else', () => {
    const top = new Set(packed.map((file) => file.split('/')[0]));
    expect([...top].sort()).toEqual([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-NOTICES.txt',
        'cli',
        'client',
        'package.json',
        'providers'
    ]);
    expect(packed.filter((file) => /^(?:client|cli)\//.test(file) && !/^(?:client|cli)\/dist\//.test(file))).toEqual(
        []
    );
    expect(packed).toEqual(expect.arrayContaining(['cli/dist/main.js', 'client/dist/index.js']));
    expect(packed.filter((file) => /\.env|\.pem|\.p8|\.test\.|node_modules|shared\/vendor/.test(file))).toEqual([]);
});

test('added to a project of others, it compiles there beside theirs, and dry-runs', async () => {
    const npx = (...args: string[]): string =>
        run('npx', ['--yes', `--package=${tarball}`, '--', 'nango-snowflake', ...args], project);
    const index = readFileSync(path.join(project, 'index.ts'), 'utf8');

    expect(npx('add', ...ADDED, '--dry-run')).toContain('Nothing was written');
    expect(existsSync(path.join(project, 'snowflake-jwt'))).toBe(false);
    npx('add', ...ADDED);
    expect(readFileSync(path.join(project, 'index.ts'), 'utf8').startsWith(index.trimEnd())).toBe(true);
    expect(npx('update')).toContain('Everything is there already');
    run('npx', ['nango', 'compile', '--no-interactive', '--no-dependency-update', '--sourcemap=false'], project);
    run('npx', ['tsc', '--noEmit', '-p', 'tsconfig.json'], project);

    const world = await startWorld({
        fill: (engine) => {
            engine.account.addDatabase({ name: 'SALES' });
        }
    });
    try {
        for (const integration of ADDED) {
            const dry = await dryrun(
                world.nango,
                { name: 'databases', connectionId: CONNECTION, integration },
                project
            );
            expect(dry.output).toContain('SALES');
            expect(dry.exitCode).toBe(0);
        }
    } finally {
        await world.close();
    }

    // A plain deploy of the project makes the environment equal to it; one of an integration leaves the others alone.
    const nango = await LocalNango.start({ folder: project, hosts: {} });
    try {
        for (const id of ['github', ...ADDED]) nango.addIntegration(id, id);
        const deploy = async (...flags: string[]): Promise<void> => {
            const { exitCode, output } = await runNango(
                ['deploy', 'dev', '--auto-confirm', '--allow-destructive', ...flags],
                {
                    folder: project,
                    env: { NANGO_HOSTPORT: nango.url, NANGO_SECRET_KEY_DEV: nango.secretKey }
                }
            );
            if (exitCode !== 0) throw new Error(output);
        };
        const deployed = (): string[] => [...new Set(nango.deployments.list().map((each) => each.integration))].sort();
        const [first] = nango.deployments.list();
        if (first === undefined) throw new Error('Nothing is deployed.');
        nango.deployments.put({ ...first, integration: 'theirs' });
        await deploy('--integration=snowflake-jwt');
        expect(deployed()).toEqual(['github', ...ADDED, 'theirs']);
        await deploy();
        expect(deployed()).toEqual(['github', ...ADDED]);
    } finally {
        await nango.close();
    }
});
