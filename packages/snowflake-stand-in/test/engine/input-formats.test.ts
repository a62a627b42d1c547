/** https://docs.snowflake.com/en/sql-reference/date-time-input-output */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture, refusalOf } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;

beforeEach(async () => {
    f = await fixture();
});

afterEach(() => f.engine.close());

async function value(expression: string): Promise<string | null | undefined> {
    return (await f.run(`SELECT ${expression}`)).rows[0]?.[0];
}

test.each([
    ['DATE_INPUT_FORMAT', 'DD/MM/YYYY', `CAST('03/02/2025' AS DATE)`, '20122'],
    ['DATE_INPUT_FORMAT', 'YYYY-DD-MM', `'2025-03-02'::DATE`, '20122'],
    ['DATE_INPUT_FORMAT', 'YYYY-DD-MM', `TO_DATE('2025-03-02')`, '20122'],
    ['TIME_INPUT_FORMAT', 'SS:MI:HH24', `CAST('01:02:03' AS TIME)`, '10921.000000000'],
    [
        'TIMESTAMP_INPUT_FORMAT',
        'DD.MM.YYYY HH24:MI',
        `CAST('03.02.2025 04:05' AS TIMESTAMP_NTZ)`,
        '1738555500.000000000'
    ],
    ['TIMESTAMP_INPUT_FORMAT', 'TZHTZM DD/MM/YYYY', `TO_TIMESTAMP_LTZ('+0200 03/02/2025')`, '1738533600.000000'],
    ['TIMESTAMP_INPUT_FORMAT', 'TZHTZM DD/MM/YYYY', `TO_TIMESTAMP_TZ('+0200 03/02/2025')`, '1738533600.000000000 1560']
])('%s %s reads %s', async (parameter, format, expression, cell) => {
    await f.run(`ALTER SESSION SET ${parameter} = '${format}'`);
    expect(await value(expression)).toMatch(new RegExp(`^${cell.replaceAll('.', '[.]')}`));
});

test('the account sets it for every session, a session for itself', async () => {
    await f.run(`ALTER ACCOUNT SET DATE_INPUT_FORMAT = 'DD/MM/YYYY'`);
    expect(await refusalOf(f.run(`SELECT CAST('2025-02-03' AS DATE)`))).toBe('100096');
    await f.run(`ALTER SESSION SET DATE_INPUT_FORMAT = 'AUTO'`);
    expect(await value(`CAST('2025-02-03' AS DATE)`)).toBe('20122');
});

test('a format in the conversion wins, and so does a typed bind', async () => {
    await f.run(`ALTER ACCOUNT SET DATE_INPUT_FORMAT = 'DD/MM/YYYY' TIMESTAMP_INPUT_FORMAT = 'DD/MM/YYYY'`);
    expect(await value(`TO_DATE('2025-02-03', 'YYYY-MM-DD')`)).toBe('20122');
    expect(
        await value(`TO_TIMESTAMP_TZ('2025-02-03T04:05:06.123456789+02:00', 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM')`)
    ).toBe('1738548306.123456789 1560');
    expect((await f.run('SELECT ?', [{ type: 'DATE', value: '1738540800000' }])).rows).toEqual([['20122']]);
    expect(await refusalOf(f.run(`SELECT TO_DATE('20250203', 'YYYY-MM-DD')`))).toBe('100096');
});

test('what is no text has no format', async () => {
    await f.run(`ALTER SESSION SET DATE_INPUT_FORMAT = 'DD/MM/YYYY'`);
    expect(await value(`CAST(CAST('2025-02-03 10:00:00' AS TIMESTAMP_NTZ) AS DATE)`)).toBe('20122');
    expect(await value('CAST(NULL AS DATE)')).toBeNull();
});
