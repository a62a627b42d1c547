/** query: what reads is read, page by page, and what does not never reaches Snowflake. On every way to connect. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startWorld, WAYS } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, refusal } from './actions.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: async ({ account }) => {
            account.addDatabase({ name: 'APP' });
        },
        snowflake: {
            partitions: { firstBytes: 1e9, laterBytes: 1e9, rows: 40 },
            chunks: { firstBytes: 1e9, laterBytes: 1e9, rows: 40 }
        }
    });
});
afterAll(async () => await world.close());

const PageSchema = z.looseObject({
    statement_handle: z.string(),
    num_rows: z.number(),
    records: z.array(z.record(z.string(), z.unknown())).optional(),
    rows: z.array(z.array(z.unknown())).optional(),
    next_cursor: z.string().nullable()
});
const PLACE = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };
const NUMBERS = 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 250)) ORDER BY N';

const HOSTILE = [
    'DROP DATABASE APP',
    'SELECT 1; DROP DATABASE APP',
    'SELECT 1 /* /* */ ; DROP DATABASE APP /* */',
    'WITH A AS (SELECT 1) DELETE FROM T',
    'SHOW TABLES ->> DROP DATABASE APP',
    'SELECT SYSTEM$CANCEL_ALL_QUERIES(1)',
    'BEGIN DROP DATABASE APP; END',
    "EXECUTE IMMEDIATE 'DROP DATABASE APP'",
    'CALL P()',
    'USE ROLE ACCOUNTADMIN'
];

describe.each(WAYS)('%s', (integration) => {
    const run = async (input: Record<string, unknown>): Promise<z.infer<typeof PageSchema>> =>
        PageSchema.parse(await act(world, integration, 'query', input));

    test('gives the columns and the first hundred rows, and reads on by the handle', async () => {
        const first = await run({ ...PLACE, statement: NUMBERS });
        expect(first).toMatchObject({ num_rows: 250, columns: [{ name: 'N', type: 'FIXED' }] });
        expect(first.rows).toBeUndefined();
        const read = [...(first.records ?? [])];
        expect(read).toHaveLength(100);
        const sizes: number[] = [];
        for (let cursor = first.next_cursor; cursor !== null;) {
            const page = PageSchema.omit({ num_rows: true }).parse(
                await act(world, integration, 'get-statement-result', {
                    statement_handle: first.statement_handle,
                    cursor,
                    limit: 80,
                    row_format: 'records'
                })
            );
            read.push(...(page.records ?? []));
            sizes.push(page.records?.length ?? 0);
            cursor = page.next_cursor;
        }
        expect(sizes).toEqual([80, 70]);
        expect(read.map(({ N }) => N)).toEqual(Array.from({ length: 250 }, (_, index) => index));
    });

    test('takes a limit at the end of a partition, binds, arrays, and null for what is left out', async () => {
        const nothing = { schema: null, role: null, timeout: null };
        const page = await run({ ...PLACE, ...nothing, statement: NUMBERS, limit: 40, row_format: 'arrays' });
        expect([page.rows?.length, page.records, page.next_cursor === null]).toEqual([40, undefined, false]);
        const bound = await run({ statement: "SELECT ? AS A; -- 'a'", binds: ["'; DROP DATABASE APP"] });
        expect([bound.records, bound.next_cursor]).toEqual([[{ A: "'; DROP DATABASE APP" }], null]);
        expect((await run({ statement: 'SHOW DATABASES LIKE $$APP$$' })).records).toMatchObject([{ name: 'APP' }]);
    });

    test('refuses what does not read, before anybody is asked', async () => {
        world.statements();
        for (const statement of HOSTILE) {
            expect(await refusal(world, integration, 'query', { ...PLACE, statement })).toEqual({
                code: 'statement_not_read_only',
                message: expect.stringMatching(/^The statement was not run: .+\. Send one SELECT/),
                error: expect.stringMatching(/^statement_not_read_only: The statement was not run/)
            });
        }
        expect(world.statements()).toEqual([]);
    });
});
