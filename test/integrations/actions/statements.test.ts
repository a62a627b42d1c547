/** The statement actions, on both connections: rows, binds, writes, pages, handles. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, ended, refusal } from './actions.js';
import { KEY_PAIR } from '../../../local/world.js';

const PIECE_ROWS = 40;

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
            account.addDatabase({ name: 'other db' });
        },
        snowflake: {
            partitions: { firstBytes: 1e9, laterBytes: 1e9, rows: PIECE_ROWS },
            chunks: { firstBytes: 1e9, laterBytes: 1e9, rows: PIECE_ROWS }
        }
    });
});
afterAll(async () => await world.close());

const StatementSchema = z.looseObject({
    statementHandle: z.string(),
    records: z.array(z.record(z.string(), z.unknown())),
    data: z.array(z.array(z.unknown())),
    next_cursor: z.string().nullable()
});
const ResultSchema = z.looseObject({
    records: z.array(z.record(z.string(), z.unknown())),
    next_cursor: z.string().nullable(),
    next_partition_num: z.number().nullable()
});

const numbers = (count: number, width = 1): string =>
    `SELECT SEQ4() AS N, REPEAT('x', ${width}) AS X FROM TABLE(GENERATOR(ROWCOUNT => ${count})) ORDER BY N`;

describe.each(CONNECTIONS)('%s', (integration) => {
    const PLACE = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };
    const run = async (input: Record<string, unknown>): Promise<z.infer<typeof StatementSchema>> =>
        StatementSchema.parse(await act(world, integration, 'execute-statement', { ...PLACE, ...input }));

    test('rows come typed, as records and as arrays, beside what the SQL API would say', async () => {
        const output = await run({
            statement: `SELECT 1 AS ID, 'a' AS NAME, 12345678901234567890::NUMBER(38,0) AS BIG, TRUE AS YES,
                '2024-02-29'::DATE AS DAY, NULL::VARCHAR AS NOTHING, PARSE_JSON('{"a":[1,2]}') AS DOC`
        });
        const record = {
            ID: 1,
            NAME: 'a',
            BIG: '12345678901234567890',
            YES: true,
            DAY: '2024-02-29',
            NOTHING: null,
            DOC: { a: [1, 2] }
        };
        expect(output).toMatchObject({
            state: 'succeeded',
            code: '090001',
            statementStatusUrl: `/api/v2/statements/${output.statementHandle}`,
            records: [record],
            data: [Object.values(record)],
            rows_changed: 0,
            next_cursor: null
        });
        expect(output['resultSetMetaData']).toMatchObject({ numRows: 1, rowType: { length: 7 } });
    });

    test('row_format leaves one of the two forms out', async () => {
        const input = { ...PLACE, statement: 'SELECT 1 AS A' };
        const only = async (row_format: string): Promise<string[]> =>
            Object.keys(await act(world, integration, 'execute-statement', { ...input, row_format })).filter(
                (key) => key === 'data' || key === 'records'
            );
        expect(await only('records')).toEqual(['records']);
        expect(await only('arrays')).toEqual(['data']);
    });

    test('binds: plain values, typed ones, and those of the SQL API', async () => {
        const statement = 'SELECT ? AS A, ? AS B, ? AS C, ?::NUMBER(38,0) AS D';
        const { records } = await run({
            statement,
            binds: ["it's; --", 1.5, null, { type: 'FIXED', value: '12345678901234567890' }]
        });
        expect(records).toEqual([{ A: "it's; --", B: 1.5, C: null, D: '12345678901234567890' }]);
        const numbered = await run({
            statement: 'SELECT ? AS A, ?::DATE AS B',
            bindings: { '2': { type: 'text', value: '2024-01-31' }, '1': { type: 'FIXED', value: '7' } }
        });
        expect(numbered.records).toEqual([{ A: 7, B: '2024-01-31' }]);
    });

    test('writes say how many rows changed', async () => {
        const table = `W_${integration.replaceAll('-', '_')}`;
        const changed = async (statement: string, more: object = {}): Promise<unknown> =>
            (await run({ statement, ...more }))['rows_changed'];
        expect(await changed(`CREATE OR REPLACE TABLE ${table} (ID NUMBER(38,0), V VARCHAR(10))`)).toBe(0);
        expect(await changed(`INSERT INTO ${table} VALUES (1, 'a'), (2, 'b'), (3, ?)`, { binds: ['c'] })).toBe(3);
        expect(await changed(`UPDATE ${table} SET V = 'z' WHERE ID > 1`)).toBe(2);
        await run({ statement: `CREATE OR REPLACE TABLE ${table}_NEW AS SELECT 3 AS ID UNION ALL SELECT 4` });
        expect(
            await changed(`MERGE INTO ${table} USING ${table}_NEW ON ${table}.ID = ${table}_NEW.ID
                WHEN MATCHED THEN UPDATE SET V = 'm' WHEN NOT MATCHED THEN INSERT (ID, V) VALUES (${table}_NEW.ID, 'n')`)
        ).toBe(2);
        expect(await changed(`DELETE FROM ${table}`)).toBe(4);
        expect(await run({ statement: `INSERT INTO ${table} VALUES (1, 'a')` })).toMatchObject({
            stats: { numRowsInserted: 1, numRowsUpdated: 0, numRowsDeleted: 0 }
        });
    });

    test('the place to run in is exact', async () => {
        const { records } = await run({ statement: 'SELECT CURRENT_DATABASE() AS D', database: 'other db' });
        expect(records).toEqual([{ D: 'other db' }]);
        expect(
            await refusal(world, integration, 'execute-statement', { statement: 'SELECT 1', role: 'NOBODY' })
        ).toMatchObject({ code: 'role_not_granted' });
    });

    test('a large result comes by pages, every row once', async () => {
        const count = 100;
        const first = await run({ statement: numbers(count, 60_000), row_format: 'both' });
        const seen = first.records.map(({ N }) => N);
        let cursor = first.next_cursor;
        let read = 1;
        for (; cursor !== null; read += 1) {
            const page = ResultSchema.parse(
                await act(world, integration, 'get-statement-result', {
                    statement_handle: first.statementHandle,
                    cursor
                })
            );
            seen.push(...page.records.map(({ N }) => N));
            cursor = page.next_cursor;
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, n) => n));
        expect(read).toBeGreaterThanOrEqual(6);
    });

    test('partitions can be read by their number', async () => {
        const { statementHandle } = await run({ statement: numbers(PIECE_ROWS * 2 + 5) });
        const seen: unknown[] = [];
        let partition: number | null = 0;
        while (partition !== null) {
            const page = ResultSchema.parse(
                await act(world, integration, 'get-statement-result', { statement_handle: statementHandle, partition })
            );
            seen.push(...page.records.map(({ N }) => N));
            partition = page.next_partition_num;
        }
        expect(seen).toEqual(Array.from({ length: PIECE_ROWS * 2 + 5 }, (_, n) => n));
        expect(
            await refusal(world, integration, 'get-statement-result', {
                statement_handle: statementHandle,
                partition: 99
            })
        ).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('partition') });
    });

    test('an asynchronous statement is started, watched and read', async () => {
        const hold = world.snowflake.faults.hold(`SELECT 42 AS "${integration}"`);
        const started = await act(world, integration, 'execute-statement', {
            ...PLACE,
            statement: `SELECT 42 AS "${integration}"`,
            async: true
        });
        expect(started).toMatchObject({ state: 'running', code: '333334', rows_changed: null });
        const handle = started['statementHandle'];
        expect(await act(world, integration, 'get-statement-status', { statementHandle: handle })).toMatchObject({
            state: 'running',
            statementHandle: handle
        });
        expect(await act(world, integration, 'get-statement-result', { statement_handle: handle })).toMatchObject({
            statement_state: 'running',
            next_cursor: null
        });
        hold.release();
        expect(await ended(world, integration, handle)).toMatchObject({ state: 'succeeded', data: [[42]] });
    });

    test('a statement that is waited for leaves no session behind', async () => {
        const before = world.snowflake.sessions.openCount;
        await run({ statement: 'SELECT 1' });
        expect(world.snowflake.sessions.openCount).toBe(before);
    });

    test('a running statement is cancelled, and its status says so', async () => {
        const hold = world.snowflake.faults.hold(`SELECT 43 AS "${integration}"`);
        const { statementHandle: handle } = await act(world, integration, 'execute-statement', {
            ...PLACE,
            statement: `SELECT 43 AS "${integration}"`,
            async: true
        });
        expect(await act(world, integration, 'cancel-statement', { statement_handle: handle })).toMatchObject({
            statement_handle: handle,
            code: '000604'
        });
        hold.release();
        expect(await ended(world, integration, handle)).toMatchObject({
            state: 'failed',
            code: '000604',
            rows_changed: null
        });
    });

    test('a failed statement is a state to status and an error to execute', async () => {
        const input = { ...PLACE, statement: 'SELECT * FROM NOT_THERE' };
        expect(await refusal(world, integration, 'execute-statement', input)).toMatchObject({
            code: 'object_not_found',
            snowflake_code: '002003'
        });
        const { statementHandle } = await act(world, integration, 'execute-statement', { ...input, async: true });
        expect(await ended(world, integration, statementHandle)).toMatchObject({
            state: 'failed',
            code: '002003',
            message: expect.stringContaining('NOT_THERE'),
            statementHandle,
            rows_changed: null
        });
    });

    test('an unknown handle is a clear error of every action', async () => {
        const statement_handle = '01b00000-0000-0000-0000-000000000000';
        for (const action of ['get-statement-status', 'get-statement-result', 'cancel-statement']) {
            expect(await refusal(world, integration, action, { statement_handle })).toMatchObject({
                code: 'statement_not_found',
                message: expect.stringContaining('24 hours')
            });
        }
    });

    test.each([
        ['execute-statement', {}, 'statement'],
        ['execute-statement', { statement: ' ' }, 'statement'],
        ['execute-statement', { statement: 'SELECT 1', timeout: -1 }, 'timeout'],
        ['execute-statement', { statement: 'SELECT 1', role: ' ' }, 'role: must not be blank'],
        ['execute-statement', { statement: 'SELECT ?', binds: [[1]] }, 'binds.0'],
        ['execute-statement', { statement: 'SELECT ?', binds: [1], bindings: {} }, 'bindings'],
        ['execute-statement', { statement: 'SELECT ?', bindings: { '2': { type: 'TEXT', value: '' } } }, 'bindings'],
        [
            'execute-statement',
            { statement: 'SELECT ?', bindings: { '1': { type: 'X', value: '' } } },
            'bindings.1.type'
        ],
        ['get-statement-status', {}, 'statement_handle: is required'],
        ['get-statement-result', { statement_handle: '../x' }, 'statement_handle: must be'],
        ['get-statement-result', { statement_handle: 'a', cursor: 'e30' }, 'cursor'],
        ['cancel-statement', { statement_handle: 7 }, 'statement_handle']
    ])('%s refuses %j by naming the field', async (action, input, said) => {
        const { code, message } = await refusal(world, integration, action, input);
        expect([code, message]).toEqual(['invalid_input', expect.stringContaining(said)]);
    });

    test('no value that was bound shows in an error', async () => {
        const secret = 'sw0rdf1sh';
        const result = await world.nango.runAction(integration, 'execute-statement', 'customer', {
            ...PLACE,
            statement: 'SELECT * FROM NOT_THERE WHERE A = ?',
            binds: [secret]
        });
        expect(result.error).not.toBeNull();
        expect(JSON.stringify([result.error, result.logs])).not.toContain(secret);
    });
});

test('the same idempotency key runs a statement once', async () => {
    const place = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };
    await act(world, KEY_PAIR, 'execute-statement', { ...place, statement: 'CREATE TABLE ONCE (A NUMBER(38,0))' });
    const insert = async (idempotency_key: string): Promise<unknown> =>
        (
            await act(world, KEY_PAIR, 'execute-statement', {
                ...place,
                statement: 'INSERT INTO ONCE VALUES (1)',
                idempotency_key
            })
        )['statementHandle'];
    const first = await insert('order-1');
    expect(await insert('order-1')).toBe(first);
    expect(await insert('order-2')).not.toBe(first);
    const counted = await act(world, KEY_PAIR, 'execute-statement', {
        ...place,
        statement: 'SELECT COUNT(*) FROM ONCE'
    });
    expect(counted).toMatchObject({ data: [[2]] });
});
