/**
 * Whether what an app would install can be imported and typed: publint reads package.json and the files, attw resolves
 * the types as TypeScript would. Only the root package is looked at: those of `packages/` are private, take part as
 * TypeScript sources of this workspace and have no build, so neither tool says anything of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WORK = path.join(ROOT, '.work');
const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')));
const TARBALL = path.join(WORK, `${name}-${version}.tgz`);

mkdirSync(WORK, { recursive: true });
// Packed as it is built: `prepare` would build it anew each time.
run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', WORK);
run('npx', 'publint', 'run', TARBALL, '--strict');
run('npx', 'attw', TARBALL, '--profile', 'esm-only', '--format', 'ascii');

function run(command: string, ...args: string[]): void {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
    if (status === 0) return;
    process.stderr.write(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
    process.exit(1);
}
