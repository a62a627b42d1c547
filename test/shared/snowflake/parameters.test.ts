/** The table of parameters and the page about it hold the same names. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PARAMETERS, parametersInTheWay, SIGN_IN_PARAMETERS } from '../../../shared/snowflake/parameters.js';

test('docs/parameters.md has every parameter of the table, and no other', async () => {
    const page = await readFile(new URL('../../../docs/parameters.md', import.meta.url), 'utf8');
    const table = page.split('\n').filter((line) => line.startsWith('| `'));
    const named = new Set(
        table.flatMap((line) => [...line.matchAll(/`([A-Z][A-Z0-9_]{5,})`/g)].map(([, name]) => name))
    );
    expect([...named].sort()).toEqual(Object.keys(PARAMETERS).sort());
});

test('a password connection signs in with what its statements need', () => {
    expect(SIGN_IN_PARAMETERS).toEqual({
        ABORT_DETACHED_QUERY: false,
        AUTOCOMMIT: true,
        BINARY_OUTPUT_FORMAT: 'HEX',
        CLIENT_SESSION_KEEP_ALIVE: false,
        CLIENT_VALIDATE_DEFAULT_PARAMETERS: true,
        JSON_INDENT: 2,
        MULTI_STATEMENT_COUNT: 1,
        QUOTED_IDENTIFIERS_IGNORE_CASE: false,
        ROWS_PER_RESULTSET: 0
    });
});

test.each([
    ['SHOW TABLES IN DATABASE "SALES"', {}, []],
    ['SHOW TABLES IN DATABASE "sales"', {}, ['QUOTED_IDENTIFIERS_IGNORE_CASE']],
    ['INSERT INTO "sales" VALUES (1)', {}, ['AUTOCOMMIT', 'QUOTED_IDENTIFIERS_IGNORE_CASE']],
    ['INSERT INTO T VALUES (1)', { autocommit: false }, []]
])('%s with %j has to know %j', (statement, parameters, names) => {
    expect(parametersInTheWay(statement, { parameters }).map(({ name }) => name)).toEqual(names);
});
