import { expect, test } from 'vitest';
import { onlyReads } from '../../../shared/snowflake/outcomes.js';

test.each([
    'SHOW TABLES',
    ' (select 1)',
    '-- a note\n/* and * another */ WITH a AS (SELECT 1) SELECT * FROM a',
    'describe user "X"'
])('%j only reads', (statement) => {
    expect(onlyReads(statement, {})).toBe(true);
});

test.each([
    ['INSERT INTO T SELECT 1', {}],
    ['-- SELECT\nDELETE FROM T', {}],
    ['/* SELECT */ CALL p()', {}],
    ['SELECT SYSTEM$CANCEL_ALL_QUERIES(1)', {}],
    ['SELECT 1 ->> INSERT INTO T SELECT * FROM $1', {}],
    ['SELECT 1; DELETE FROM T', { statementCount: 2 }],
    ['SELECTED', {}],
    [`${'/*'.repeat(100_000)} SELECT`, {}],
    ['', {}]
])('%.40j may change something', (statement, options) => {
    expect(onlyReads(statement, options)).toBe(false);
});
