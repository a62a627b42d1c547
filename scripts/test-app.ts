/**
 * `npm run test:app`: checks the app's types and walks through its screens in Chromium, against the local Nango. Where
 * there is no Chromium it says so and exits with 3: not run is not passed. `-- --screenshots` takes those of the docs anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const APP = path.join(ROOT, 'examples', 'app');
const SCREENSHOTS = path.join(ROOT, 'docs', 'screenshots');
const EXIT_NOT_RUN = 3;

const CHROMIUMS = [
    process.env['CHROMIUM'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome'
];

/** The app's packages are its own, and installed where they are missing or others than its lock file says. */
function isInstalled(): boolean {
    const installed = path.join(APP, 'node_modules', '.package-lock.json');
    if (!existsSync(installed)) return false;
    const wanted = versionsIn(path.join(APP, 'package-lock.json'));
    return Object.entries(versionsIn(installed)).every(([name, version]) => wanted[name] === version);
}

const LockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

function versionsIn(file: string): Record<string, string | undefined> {
    const { packages } = LockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return Object.fromEntries(Object.entries(packages).map(([name, { version }]) => [name, version]));
}

function npm(args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
    const run = spawnSync('npm', [...args], { cwd: APP, stdio: 'inherit', env: { ...process.env, ...env } });
    return run.status ?? 1;
}

function main(): number {
    const chromium = CHROMIUMS.find((file) => file !== '' && existsSync(file));
    if (chromium === undefined) {
        console.error('THE APP WAS NOT TESTED: there is no Chromium here.');
        console.error(
            'Nothing was checked. Install it (apt-get install chromium), or name one in CHROMIUM, and run it again.'
        );
        return EXIT_NOT_RUN;
    }
    const takes: Readonly<Record<string, string>> = process.argv.includes('--screenshots') ? { SCREENSHOTS } : {};
    return (
        (isInstalled() ? 0 : npm(['ci', '--no-audit', '--no-fund'])) ||
        npm(['run', 'check']) ||
        npm(['test'], { CHROMIUM: chromium, ...takes })
    );
}

process.exitCode = main();
