/**
 * Vitest's global set-up: compiles the package's functions with the real CLI when a source is newer than its bundle.
 * Tests run the bundles, so a stale one would test yesterday's code.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { compileIfStale } from 'nango-cli/compile.js';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export async function setup(): Promise<void> {
    if (existsSync(path.join(INTEGRATIONS_FOLDER, 'index.ts'))) {
        await compileIfStale(INTEGRATIONS_FOLDER, ['integrations/**/*.ts', 'shared/**/*.{ts,js}'], ROOT);
    }
}
