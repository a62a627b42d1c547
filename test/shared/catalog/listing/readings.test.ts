/** What a name in a listing's input can mean. */
import { expect, test } from 'vitest';
import { firstFound, readingsOf } from '../../../../shared/catalog/listing/readings.js';
import { rootsOf } from '../../../../shared/catalog/listing/input.js';
import { SnowflakeError } from '../../../../shared/snowflake/errors.js';

const NOT_FOUND = new SnowflakeError('object_not_found', 'It is not there.', 'Look again.', { vendorCode: '002043' });

test.each([
    [['SALES'], [['SALES']]],
    [['sales'], [['sales'], ['SALES']]],
    [
        ['"my.db"', 'x'],
        [
            ['"my.db"', 'x'],
            ['my.db', 'X']
        ]
    ],
    [['my db'], [['my db']]]
])('%j reads as %j', (names, readings) => {
    expect(readingsOf(names)).toEqual(readings);
});

test('a table may be a view, in each reading', () => {
    expect(rootsOf({ database: 'd', schema: 'S', table: 'T' })).toEqual([
        { names: ['d', 'S', 'T'] },
        { names: ['d', 'S', 'T'], isView: true },
        { names: ['D', 'S', 'T'] },
        { names: ['D', 'S', 'T'], isView: true }
    ]);
});

test('the exact reading counts, and its refusal where none is found', async () => {
    const asked: string[] = [];
    const read = async ([name = '']: readonly string[]): Promise<string> => {
        asked.push(name);
        if (name !== 'SALES') throw NOT_FOUND;
        return name;
    };
    expect(await firstFound(['sales'], read)).toBe('SALES');
    expect(asked).toEqual(['sales', 'SALES']);
    await expect(firstFound(['other'], read)).rejects.toBe(NOT_FOUND);
});

test('another refusal than "not found" is not read over', async () => {
    const refused = new SnowflakeError('insufficient_privileges', 'No.', 'Ask.', { vendorCode: '003001' });
    let asked = 0;
    const read = async (): Promise<never> => {
        asked += 1;
        throw refused;
    };
    await expect(firstFound(['sales'], read)).rejects.toBe(refused);
    expect(asked).toBe(1);
});
