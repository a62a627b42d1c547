/** A Python with some packages, in an environment outside the tree: made once and kept in the user's cache. */
import { execFile } from 'node:child_process';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Raised where the machine lacks something; everything else is a failure. */
export class NotRun extends Error {}

async function findPython(): Promise<{ command: string; version: string }> {
    for (const command of ['python3', 'python']) {
        try {
            // ensurepip is what some distributions leave out of their Python; without it no environment has pip.
            const script = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
            const { stdout } = await run(command, ['-c', script]);
            return { command, version: stdout.trim() };
        } catch {
            // The next one may be there.
        }
    }
    throw new NotRun('Python 3 with venv and pip was not found on PATH.');
}

/** Answers the path of a Python that has the packages, e.g. `moto[server]==5.2.5`. */
export async function pythonWith(...requirements: readonly string[]): Promise<string> {
    const requirement = requirements.join(' ');
    const python = await findPython();
    const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
    const name = requirement.replaceAll(/\[[^\]]*\]/g, '').replace(/[^A-Za-z0-9.]+/g, '-');
    const folder = join(cache, 'nango-snowflake', `${name}-python-${python.version}`);
    const executable =
        process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
    const ready = join(folder, 'ready');
    const known = await stat(ready).then(
        () => true,
        () => false
    );
    if (known) return executable;
    console.log(`Installing ${requirement} for Python ${python.version} ...`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    try {
        await run(python.command, ['-m', 'venv', folder]);
        await run(executable, ['-m', 'pip', 'install', '--quiet', ...requirements]);
    } catch (error) {
        throw new NotRun(`${requirement} could not be installed.`, { cause: error });
    }
    await writeFile(ready, '');
    return executable;
}
