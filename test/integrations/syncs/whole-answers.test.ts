/** An answer that is not whole is an error, never a shorter list: nothing is saved of it and nothing deleted by it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const TABLES = 12;
const ROWS = 60;
const ROWS_PER_PIECE = 20;
const METADATA = {
    query: `SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => ${ROWS}))`,
    id_column: 'ID',
    warehouse: 'NANGO_WH'
};

let world: World;
beforeAll(async () => {
    const pieces = { firstBytes: 1e9, laterBytes: 1e9, rows: ROWS_PER_PIECE };
    world = await startWorld({
        nango: { waits: 'none' },
        snowflake: { partitions: pieces, chunks: pieces },
        fill: ({ account }) => {
            account.addDatabase({ name: 'A' });
            for (let n = 0; n < TABLES; n += 1) account.addTable(account.schema('A', 'PUBLIC'), { name: `T${n}` }, []);
        }
    });
    world.setMetadata(METADATA);
});
afterAll(async () => {
    await world.close();
});

const Body = z.looseObject({
    code: z.string().nullish(),
    data: z.unknown(),
    resultSetMetaData: z.looseObject({ partitionInfo: z.array(z.unknown()) }).optional()
});
const RowsSchema = z.array(z.array(z.string().nullable()));
const DriverData = z.looseObject({ rowset: RowsSchema });

interface Change {
    readonly rows?: (rows: (string | null)[][]) => (string | null)[][];
    readonly code?: string;
    /** The SQL API's list of partitions is emptied. */
    readonly noPartitions?: boolean;
}

/** Changes an answer of either protocol, and nothing that it announces. */
function changed(text: string, { rows = (same) => same, code, noPartitions }: Change): string {
    const body = Body.parse(JSON.parse(text));
    if (code !== undefined) body.code = code;
    if (body.resultSetMetaData) {
        body.data = rows(RowsSchema.parse(body.data));
        if (noPartitions) body.resultSetMetaData.partitionInfo = [];
    } else {
        const data = DriverData.parse(body.data);
        body.data = { ...data, rowset: rows(data.rowset) };
    }
    return JSON.stringify(body);
}

/** SHOW TABLES has the name second. */
const NAME = 1;

const CHANGES: Readonly<Record<string, Change>> = {
    'a row less': { rows: (rows) => rows.slice(1) },
    'one row of all': { rows: (rows) => rows.slice(0, 1) },
    'no row at all': { rows: () => [] },
    'no row and no partition': { rows: () => [], noPartitions: true },
    'a row more': { rows: (rows) => [...rows, ...rows.slice(0, 1)] },
    'a cell too many': { rows: (rows) => rows.map((row, index) => (index === 3 ? [...row, 'x'] : row)) },
    'a cell too few': { rows: (rows) => rows.map((row, index) => (index === 3 ? row.slice(0, -1) : row)) },
    'a name that is empty': { rows: (rows) => rows.map((row) => row.map((cell, at) => (at === NAME ? '' : cell))) },
    'the code of a result that is not whole': { code: '391908' }
};

describe.each(INTEGRATIONS)('%s', (integration) => {
    const run = async (sync: string) => await world.nango.runSync(integration, sync, CONNECTION);

    test.each(Object.entries(CHANGES))('a listing with %s fails the run and deletes nothing', async (_what, change) => {
        await run('tables');
        world.snowflake.faults.order(
            { kind: 'rewrite', change: (text) => changed(text, change) },
            { statement: /SHOW TABLES/ },
            100
        );
        const failed = await run('tables');
        world.snowflake.faults.clear();
        expect(failed).toMatchObject({ status: 'failed', error: { payload: { code: 'unexpected_response' } } });
        expect(failed.counts['Table']?.deleted ?? 0).toBe(0);
        expect((await run('tables')).counts['Table']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(TABLES);
    });

    /** Partitions of the SQL API, and chunks in storage. */
    const piece = { path: /^\/chunks\/|^\/api\/v2\/statements\/./ };

    test.each([
        ['less', (text: string) => text.replace(/\["\d+"\],?/, '')],
        ['more', (text: string) => text.replace(/(\["\d+"\])/, '$1,$1')],
        ['with a cell too many', (text: string) => text.replace(/\["(\d+)"\]/, '["$1","x"]')]
    ])('a piece of a result with a row %s fails the run and deletes nothing', async (_what, change) => {
        await run('query-results');
        world.snowflake.faults.order({ kind: 'rewrite', change }, piece, 100);
        const failed = await run('query-results');
        world.snowflake.faults.clear();
        expect(failed).toMatchObject({ status: 'failed', error: { payload: { code: 'unexpected_response' } } });
        expect(failed.counts['QueryResult']?.deleted ?? 0).toBe(0);
        await run('query-results');
        expect(world.nango.records(integration, CONNECTION, 'QueryResult')).toHaveLength(ROWS);
    });

    test('pieces that are packed without a header saying so are unpacked', async () => {
        world.snowflake.faults.order({ kind: 'unlabelled-gzip' }, piece, 100);
        const result = await run('query-results');
        world.snowflake.faults.clear();
        expect(result.error).toBeNull();
        expect(world.nango.records(integration, CONNECTION, 'QueryResult')).toHaveLength(ROWS);
    });

    test('whatever is packed without a header saying so is unpacked: sign-in, listings, refusals', async () => {
        world.snowflake.faults.order({ kind: 'unlabelled-gzip' }, {}, 1000);
        const result = await run('tables');
        world.setMetadata({ ...METADATA, query: 'SELECT N FROM A.PUBLIC.NOWHERE' });
        const refused = await run('query-results');
        world.setMetadata(METADATA);
        world.snowflake.faults.clear();
        expect(result.error).toBeNull();
        expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(TABLES);
        expect(refused).toMatchObject({ status: 'failed', error: { payload: { code: 'object_not_found' } } });
    });

    test('rows in a piece without packing are read too', async () => {
        world.snowflake.faults.order({ kind: 'rewrite' }, piece, 100);
        const result = await run('query-results');
        world.snowflake.faults.clear();
        expect(result.error).toBeNull();
    });
});

test('a partition that is still being written is waited for', async () => {
    const running = JSON.stringify({ code: '333334', message: 'in progress', statementHandle: 'x' });
    world.snowflake.faults.order(
        { kind: 'rewrite', status: 202, change: () => running },
        { path: /^\/api\/v2\/statements\/./ },
        2
    );
    const result = await world.nango.runSync(KEY_PAIR, 'query-results', CONNECTION);
    expect(result.error).toBeNull();
    expect(world.nango.records(KEY_PAIR, CONNECTION, 'QueryResult')).toHaveLength(ROWS);
});

test('an answer that only says that the statement runs is no bad statement', async () => {
    world.snowflake.faults.order(
        { kind: 'rewrite', status: 202, change: () => JSON.stringify({ code: '333334', message: 'in progress' }) },
        { statement: /SHOW TABLES/ }
    );
    const result = await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
    expect(result).toMatchObject({ status: 'failed', error: { payload: { code: 'unexpected_response' } } });
});
