/** Several statements in one request: what each did, what all did, and a handle whatever happens after they ran. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, ended, refusal } from './actions.js';

/** Enough columns that forty descriptions of them are more than an output may hold. */
const WIDE_COLUMNS = 300;
const READS = 40;
const OUTPUT_LIMIT_BYTES = 2_000_000;
const PLACE = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
            const columns = Array.from({ length: WIDE_COLUMNS }, (_, n) => ({
                name: `COLUMN_WITH_A_LONGER_NAME_${n}`,
                type: 'DATE'
            }));
            account.addTable(account.schema('APP', 'PUBLIC'), { name: 'WIDE' }, columns);
        }
    });
});
afterAll(async () => await world.close());

const SeveralSchema = z.looseObject({
    statementHandle: z.string(),
    rows_changed: z.number().nullable(),
    statements: z.array(
        z.looseObject({
            statement_handle: z.string(),
            rows_changed: z.number().nullable(),
            columns: z.array(z.looseObject({ name: z.string() })).optional()
        })
    )
});

describe.each(CONNECTIONS)('%s', (integration) => {
    const table = (name: string): string => `${name}_${integration.replaceAll('-', '_')}`;
    const run = async (statement: string, more: object = {}): ReturnType<typeof act> =>
        await act(world, integration, 'execute-statement', { ...PLACE, statement, ...more });
    const countOf = async (name: string): Promise<unknown> =>
        (await run(`SELECT COUNT(*) AS N FROM ${name}`))['records'];

    test('each says what it did, and all together how many rows they changed', async () => {
        const name = table('S');
        const output = SeveralSchema.parse(
            await run(
                `CREATE OR REPLACE TABLE ${name} (A NUMBER(38,0)); INSERT INTO ${name} VALUES (1), (2); SELECT * FROM ${name} ORDER BY A`,
                { statement_count: 3 }
            )
        );
        expect(output.rows_changed).toBe(2);
        expect(output.statements).toMatchObject([
            { rows_changed: 0 },
            { rows_changed: 2 },
            { rows_changed: 0, num_rows: 2, columns: [{ name: 'A' }] }
        ]);
        const rows = await act(world, integration, 'get-statement-result', {
            statement_handle: output.statements[2]?.statement_handle
        });
        expect(rows).toMatchObject({ rows: [[1], [2]], records: [{ A: 1 }, { A: 2 }], num_rows: 2 });
    });

    test('the status and the result of an asynchronous request say the same', async () => {
        const name = table('M');
        const { statementHandle } = await run(
            `CREATE OR REPLACE TABLE ${name} (A NUMBER(38,0)); INSERT INTO ${name} VALUES (1), (2), (3)`,
            { async: true, statement_count: 2 }
        );
        expect(await ended(world, integration, statementHandle)).toMatchObject({
            state: 'succeeded',
            rows_changed: 3,
            statements: [{ rows_changed: 0 }, { rows_changed: 3 }]
        });
        expect(
            await act(world, integration, 'get-statement-result', { statement_handle: statementHandle })
        ).toMatchObject({ rows_changed: 3 });
    });

    test('more columns than an output holds do not hide that everything ran', { timeout: 60_000 }, async () => {
        const name = table('LOGGED');
        await run(`CREATE TABLE ${name} (A NUMBER(38,0))`);
        const reads = Array.from({ length: READS }, () => 'SELECT * FROM WIDE').join('; ');
        const output = await run(`INSERT INTO ${name} VALUES (1); ${reads}`, { statement_count: 0 });
        const { rows_changed, statements } = SeveralSchema.parse(output);
        expect(rows_changed).toBe(1);
        expect(statements).toHaveLength(READS + 1);
        expect(statements[1]?.columns).toHaveLength(WIDE_COLUMNS);
        expect(statements.at(-1)?.columns).toBeUndefined();
        expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(OUTPUT_LIMIT_BYTES);
        expect(await countOf(name)).toEqual([{ N: 1 }]);
    });

    test('after a failure half-way nobody knows how many rows changed', async () => {
        const name = table('HALF');
        await run(`CREATE TABLE ${name} (A NUMBER(38,0))`);
        const { statementHandle } = await run(`INSERT INTO ${name} VALUES (1), (2); INSERT INTO NOT_THERE VALUES (1)`, {
            async: true,
            statement_count: 2
        });
        expect(await ended(world, integration, statementHandle)).toMatchObject({
            state: 'failed',
            rows_changed: null
        });
        expect(await countOf(name)).toEqual([{ N: 2 }]);
    });

    test('a second statement that was not announced is refused, and nothing runs', async () => {
        const name = table('NOT');
        await refusal(world, integration, 'execute-statement', {
            ...PLACE,
            statement: `SELECT 1; CREATE TABLE ${name} (A DATE)`
        });
        expect(await act(world, integration, 'list-tables', { like: name })).toMatchObject({ tables: [] });
    });

    test('a row that no output holds leaves the handle and the place to read on', async () => {
        const output = await run(`SELECT REPEAT('x', ${OUTPUT_LIMIT_BYTES}) AS X`);
        expect(output).toMatchObject({ state: 'succeeded', data: [], records: [], rows_changed: 0 });
        expect(
            await refusal(world, integration, 'get-statement-result', {
                statement_handle: output['statementHandle'],
                cursor: output['next_cursor']
            })
        ).toMatchObject({ code: 'result_too_large', message: expect.stringContaining('Row 0 of partition 0') });
    });
});
