/**
 * What a deploy sends: Nango takes 75 MB for all functions together. Each bundle travels as a JSON string; sources and
 * models add a megabyte.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_FOLDER } from '../../local/nango/local-nango.js';

const BUNDLES_LIMIT_BYTES = 73_000_000;
const KEY_PAIR_SYNC_LIMIT_BYTES = 400_000;

const bundles = globSync(path.join(PROJECT_FOLDER, 'build', '*.cjs')).map((file) => ({
    name: path.basename(file),
    text: readFileSync(file, 'utf8')
}));

test("all functions together stay under Nango's limit for one deploy", () => {
    expect(bundles.length).toBeGreaterThan(80);
    const bytes = bundles.reduce((sum, { text }) => sum + Buffer.byteLength(JSON.stringify(text)), 0);
    expect(bytes).toBeLessThan(BUNDLES_LIMIT_BYTES);
});

test('a key-pair sync carries neither the driver nor an AWS SDK', () => {
    const metadataSyncs = bundles.filter(({ name }) => /^snowflake-jwt_syncs_(?!export)/.test(name));
    expect(metadataSyncs).toHaveLength(8);
    for (const { name, text } of metadataSyncs) {
        expect([name, text.length < KEY_PAIR_SYNC_LIMIT_BYTES]).toEqual([name, true]);
        expect(text).not.toMatch(/aws4_request|SNOWFLAKE_JWT|login-request/);
    }
});
