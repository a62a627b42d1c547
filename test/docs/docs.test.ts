/** The pages say nothing that is not so: links, commands, settings, data, TypeScript. Each check is seen to fail, too. */
import { expect, test } from 'vitest';

import {
    codeFaults,
    commandFaults,
    dataFaults,
    linkFaults,
    settingFaults,
    typeFaults,
    variableFaults
} from './checks.js';
import { readPage, readPages } from './pages.js';

const PAGES = readPages();

/** A page with each fault once. */
const PLANTED = readPage(
    'docs/planted.md',
    `# A page
[gone](gone.md), [no heading](settings.md#nowhere), [here](#a-page), [there](../README.md), [elsewhere](https://x.example)
Run \`npm run nothing\` and \`npm run demo\`; set \`EXPORT_SECRETS_NOTHING\`, \`include_everything\` and \`include_databases\`.

\`\`\`json
{ "include_databases": ["A"], "deletion_gard": { "share": 1 } }
\`\`\`

\`\`\`json
{ "include_databases": "A" }
\`\`\`

\`\`\`yaml
a: [1
\`\`\`

\`\`\`ts
await client.connectSession({ integration: 'snowflake-token', endUser, organization });
\`\`\`

<!-- not run: it shows a mistake -->

\`\`\`ts
const wrong: number = 'text';
\`\`\`
`
);
const ALL = [...PAGES, PLANTED];
const named = (faults: readonly string[]): unknown => faults.map((fault) => fault.slice(0, 60));

test('every relative link leads to what is there', () => {
    expect(linkFaults(ALL)).toEqual(['docs/planted.md: no gone.md', 'docs/planted.md: no heading settings.md#nowhere']);
});

test('every npm script that is named exists', () => {
    expect(commandFaults(ALL)).toEqual(['docs/planted.md: no npm run nothing']);
});

test('every setting that is named exists', () => {
    expect(settingFaults(ALL)).toEqual(['docs/planted.md: no setting include_everything']);
});

test('every variable of the environment that is named is read', () => {
    expect(variableFaults(ALL)).toEqual(['docs/planted.md: no variable EXPORT_SECRETS_NOTHING']);
});

test('every code that a refusal of Snowflake becomes is explained', () => {
    expect(codeFaults(ALL)).toEqual([]);
    expect(codeFaults([PLANTED])).toContain('docs/errors.md: no role_not_granted');
});

test('JSON and YAML parse, and settings are what a connection takes', () => {
    expect(named(dataFaults(ALL))).toEqual([
        'docs/planted.md: no setting deletion_gard',
        expect.stringContaining("docs/planted.md: The connection's settings"),
        expect.stringMatching(/docs\/planted\.md: .*/)
    ]);
});

test('TypeScript compiles against the package', () => {
    expect(typeFaults(ALL)).toEqual([
        expect.stringMatching(/^docs\/planted\.md.*TS2345.*not assignable to parameter of type 'ConnectOptions'/)
    ]);
});

test('what is not compiled or run is so for a reason', () => {
    const left = PAGES.flatMap(({ file, blocks }) =>
        blocks.flatMap(({ language, notRun }) => (notRun === null ? [] : [`${file}, ${language}: ${notRun}`]))
    );
    expect(left).toEqual([
        'docs/oauth.md, sql: the stand-in is made with its one OAuth client; it has no statements for it'
    ]);
});
