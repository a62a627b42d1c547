/** What a release says of itself in several places is the same in all of them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { NOTICES, noticesText } from '../scripts/notices.js';
import { sourceLines } from '../scripts/source-state.js';
import { VERSION } from '../shared/version.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const Locked = z.object({
    version: z.string(),
    packages: z.record(z.string(), z.object({ version: z.string().optional(), resolved: z.string().optional() }))
});
const lockOf = (folder: string): z.infer<typeof Locked> => Locked.parse(JSON.parse(read(`${folder}package-lock.json`)));

test('package.json, its lock file, the functions and the newest entry of the changes name one version', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
    const lock = lockOf('');
    const [newest] = read('CHANGELOG.md').match(/(?<=^## ).*$/m) ?? [];
    expect([VERSION, lock.version, lock.packages['']?.version, newest]).toEqual([version, version, version, version]);
});

test('no lock file names the registry that its packages came from', () => {
    for (const folder of ['', 'examples/app/']) {
        const resolved = Object.values(lockOf(folder).packages).flatMap((each) => each.resolved ?? []);
        expect(resolved.filter((from) => from.includes(':'))).toEqual([]);
    }
});

test('the notices of third parties are those of what is bundled', () => {
    const notices = readFileSync(NOTICES, 'utf8');
    expect(notices, 'npm run build writes them').toBe(noticesText());
    for (const bundle of globSync('shared/vendor/*.js', { cwd: ROOT })) {
        const [first] = read(bundle.replace(/\.js$/, '.LICENSES.txt')).split('\n');
        expect(notices).toContain(`\n${first}\n`);
    }
});

const CLEAN = { commit: '0123abc', tags: [`v${VERSION}`], changed: [] };
test.each([
    ['the commit of its tag', CLEAN, [`nango-snowflake ${VERSION}, tag v${VERSION}, commit 0123abc`]],
    [
        'changed since',
        { ...CLEAN, changed: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
        [expect.any(String), '! Not as that commit has it: a, b, c, d, e and 2 more']
    ],
    [
        'another commit',
        { ...CLEAN, tags: ['v0.0.1'] },
        [`nango-snowflake ${VERSION}, commit 0123abc`, expect.stringContaining(`is not tag v${VERSION}`)]
    ],
    ['an unpacked archive', null, [`nango-snowflake ${VERSION}, not from a git repository`]]
])('a deploy says what it deploys: %s', (_what, state, lines) => {
    expect(sourceLines(ROOT, state)).toEqual(lines);
});
