/**
 * A folder outside of this repository, with what a user has there: a fresh clone, its packed tarball, and a project that
 * the real CLI has made. Packages are installed afresh in both; nothing of this repository's own is found from there.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';

import { quietEnvironment } from 'nango-cli/run.js';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const INSTALL = ['--prefer-offline', '--no-audit', '--no-fund'];
const MOST_OUTPUT = 64 * 1024 * 1024;

export interface Outside {
    /** A clone whose last commit has the tag of its version. */
    readonly clone: string;
    /** What `npm ci` printed there. */
    readonly installed: string;
    readonly tarball: string;
    /** The files in it. */
    readonly packed: readonly string[];
    /** Of `nango init`, with its example and its own packages. */
    readonly project: string;
    remove(): void;
}

const Packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })).length(1);
const Manifest = z.object({ version: z.string() });

export async function goOutside(): Promise<Outside> {
    const outside = mkdtempSync(path.join(tmpdir(), 'nango-snowflake-'));
    const clone = path.join(outside, 'nango-snowflake');
    const project = path.join(outside, 'nango-integrations');
    await cloneTo(clone);
    const [installed] = await Promise.all([run(clone, 'npm', 'ci', ...INSTALL), makeProject(outside, project)]);
    const packing = await run(clone, 'npm', 'pack', '--json', '--ignore-scripts', `--pack-destination=${outside}`);
    const [pack] = Packed.parse(JSON.parse(packing.slice(packing.indexOf('['))));
    if (pack === undefined) throw new Error(packing);
    return {
        clone,
        installed,
        tarball: path.join(outside, pack.filename),
        packed: pack.files.map((file) => file.path),
        project,
        remove: () => rmSync(outside, { recursive: true, force: true })
    };
}

/** As it would be cloned once what is here were committed. */
async function cloneTo(clone: string): Promise<void> {
    await run(ROOT, 'git', 'clone', '--quiet', '--no-tags', ROOT, clone);
    const changed = await run(ROOT, 'git', 'ls-files', '--modified', '--others', '--exclude-standard');
    for (const file of changed.split('\n').filter((line) => line !== '')) {
        const target = path.join(clone, file);
        if (existsSync(path.join(ROOT, file))) {
            mkdirSync(path.dirname(target), { recursive: true });
            cpSync(path.join(ROOT, file), target);
        } else rmSync(target, { force: true });
    }
    const git = async (...args: string[]): Promise<string> =>
        await run(clone, 'git', '-c', 'user.name=tests', '-c', 'user.email=tests@example.com', ...args);
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message=Release');
    const { version } = Manifest.parse(JSON.parse(readFileSync(path.join(clone, 'package.json'), 'utf8')));
    await git('tag', `v${version}`);
}

async function makeProject(outside: string, project: string): Promise<void> {
    const cli = path.join(ROOT, 'node_modules', '.bin', 'nango');
    await run(outside, cli, 'init', path.basename(project), '--copy', '--no-interactive');
    await run(project, 'npm', 'install', ...INSTALL);
}

/** Answers all that was printed, without colours; throws with it where the command fails. */
export async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
    return await runWith({}, cwd, command, ...args);
}

export async function runWith(
    variables: Readonly<Record<string, string>>,
    cwd: string,
    command: string,
    ...args: readonly string[]
): Promise<string> {
    const env = { ...cleanEnvironment(), ...variables };
    try {
        const options = { cwd, env, encoding: 'utf8', maxBuffer: MOST_OUTPUT } as const;
        const { stdout, stderr } = await promisify(execFile)(command, [...args], options);
        return stripVTControlCharacters(stdout + stderr);
    } catch (cause) {
        const { stdout, stderr } = Printed.parse(cause);
        throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${stdout}${stderr}`, { cause });
    }
}

const Printed = z.object({ stdout: z.string().default(''), stderr: z.string().default('') });

/** Without what `npm run` here adds: its options, and the programs of this repository's packages. */
function cleanEnvironment(): NodeJS.ProcessEnv {
    const env = quietEnvironment();
    const PATH = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
    return {
        ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|^VITEST/i.test(name))),
        PATH: [...PATH, path.dirname(process.execPath)].join(path.delimiter)
    };
}
