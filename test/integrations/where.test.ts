/** Stack traces name lines of compiled files; `npm run where` must lead from each to the line that was written. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { located } from '../../scripts/where.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function compiled(name: string): readonly string[] {
    return readFileSync(path.join(INTEGRATIONS_FOLDER, 'build', `${name}.cjs`), 'utf8').split('\n');
}

test.for([
    ['snowflake-jwt', 'syncs', 'tables'],
    ['snowflake-password', 'actions', 'create-export-secret'],
    ['qlik-export', 'on-events', 'pre-connection-deletion']
])('every error thrown in %s %s %s is found where it is written', async ([integration, kind, name]) => {
    const thrown = compiled(`${integration}_${kind}_${name}`).flatMap((line, index) => {
        const [, error] = /^ +(?:if \(.*\) )?throw new (\w{4,})\(/.exec(line) ?? [];
        return error === undefined
            ? []
            : [{ error, place: `${name}-${integration}.js:${index + 1}:${line.indexOf('new ') + 1}` }];
    });
    const trace = thrown.map(({ place }) => `    at run (${place})`).join('\n');
    const found = [...(await located(trace)).matchAll(/\((\S+?)(?::(\d+))?\)/g)];
    expect(found).toHaveLength(thrown.length);
    for (const [, file = '', line] of found) {
        if (file.startsWith('shared/vendor/')) continue;
        const written = readFileSync(path.join(ROOT, file), 'utf8').split('\n')[Number(line) - 1];
        expect([file, line, written]).toEqual([file, line, expect.stringContaining('throw ')]);
    }
    expect(found.filter(([, file]) => file?.startsWith('shared/vendor/') === false).length).toBeGreaterThan(1);
});

test('what is vendored is named by its bundle, and what is not ours stays as it is', async () => {
    const line = compiled('snowflake-password_syncs_tables').indexOf('// ../shared/vendor/snowflake-sdk.js') + 50;
    const trace = `Error: x\n    at run (tables-snowflake-password.js:${line}:3)\n    at node:vm:117:7\n    at x (other-thing.js:1:2)`;
    expect(await located(trace)).toBe(
        'Error: x\n    at run (shared/vendor/snowflake-sdk.js)\n    at node:vm:117:7\n    at x (other-thing.js:1:2)'
    );
});
