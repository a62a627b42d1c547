/**
 * Vitest's global set-up: compiles the package's functions with the real CLI when a source is not the one that its bundle
 * was made from. Tests run the bundles, so a stale one would test yesterday's code.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

import { compileIfStale } from 'nango-cli/compile.js';
import { INTEGRATIONS_FOLDER, SOURCES } from '../../scripts/nango.js';

export async function setup(): Promise<void> {
    if (existsSync(path.join(INTEGRATIONS_FOLDER, 'index.ts'))) await compileIfStale(INTEGRATIONS_FOLDER, SOURCES);
}
