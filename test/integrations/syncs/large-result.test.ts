/**
 * A large result is read piece by piece: the next partition or chunk is asked for while the rows of the one before are saved,
 * so that only some are in memory, however many there are. Proved by order, not by time or by heap.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const ROWS = 20_000;
const ROWS_PER_PIECE = 2_000;
const PIECES = ROWS / ROWS_PER_PIECE;
/** One is fetched, and 4,000 rows and those of one more page may wait to be saved. */
const MOST_AHEAD = 4;

const SavedSchema = z.object({ records: z.array(z.object({ id: z.string() })) });

/** What was true when a batch was saved. */
interface Save {
    readonly rowsBefore: number;
    readonly rows: number;
    /** Pieces asked for until then, the one that came with the answer included. */
    readonly pieces: number;
}

let world: World;

beforeAll(async () => {
    const pieces = { firstBytes: 1e9, laterBytes: 1e9, rows: ROWS_PER_PIECE };
    world = await startWorld({ snowflake: { partitions: pieces, chunks: pieces } });
    world.setMetadata({
        query: `SELECT SEQ4() AS ID, 'row ' || SEQ4() AS NAME FROM TABLE(GENERATOR(ROWCOUNT => ${ROWS}))`,
        id_column: 'ID',
        warehouse: 'NANGO_WH'
    });
});
afterAll(async () => {
    await world.close();
});

test.each(INTEGRATIONS)(
    '20,000 rows in 10 pieces arrive once each, and few are asked for ahead of what is saved (%s)',
    async (integration) => {
        const earlier = world.snowflake.requests.length;
        const laterPieces = (): string[] =>
            world.snowflake.requests
                .slice(earlier)
                .filter(({ path, query }) => path.startsWith('/chunks/') || Number(query['partition'] ?? 0) > 0)
                .map(({ path, query }) => `${path}?${query['partition'] ?? ''}`);
        const saves: Save[] = [];
        const ids = new Set<string>();
        const add = world.nango.journal.add.bind(world.nango.journal);
        const journal = vi.spyOn(world.nango.journal, 'add').mockImplementation((kind, execution, name, value) => {
            if (kind !== 'records') return add(kind, execution, name, value);
            const { records } = SavedSchema.parse(value);
            saves.push({ rowsBefore: ids.size, rows: records.length, pieces: 1 + laterPieces().length });
            for (const { id } of records) ids.add(id);
        });

        const result = await world.nango.runSync(integration, 'query-results', CONNECTION);
        journal.mockRestore();

        expect(result.error).toBeNull();
        expect(result.counts['QueryResult']).toEqual({ added: ROWS, updated: 0, deleted: 0, unchanged: 0 });
        expect(ids.size).toBe(ROWS);
        expect([ids.has('0'), ids.has(String(ROWS - 1))]).toEqual([true, true]);

        expect(laterPieces()).toHaveLength(PIECES - 1);
        expect(new Set(laterPieces()).size).toBe(PIECES - 1);
        // Ahead of the piece that a batch ends in.
        const ahead = saves.map(
            ({ pieces, rowsBefore, rows }) => pieces - Math.ceil((rowsBefore + rows) / ROWS_PER_PIECE)
        );
        expect(Math.min(...ahead)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...ahead)).toBeLessThanOrEqual(MOST_AHEAD);
        expect(saves.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
        expect(Math.max(...saves.map(({ rows }) => rows))).toBeLessThanOrEqual(ROWS_PER_PIECE);
    }
);

test.each(INTEGRATIONS)(
    'metadata is saved in batches that are bounded by their bytes too (%s)',
    async (integration) => {
        const { account } = world.engine;
        const schema =
            account.databases.get('TEXTS')?.schemas.get('S') ??
            account.addSchema(account.addDatabase({ name: 'TEXTS' }), { name: 'S' });
        for (let n = schema.relations.size; n < 20; n += 1) {
            account.addView(
                schema,
                { name: `V${n}`, text: `create view V${n} as select '${'x'.repeat(1_000_000)}' X` },
                []
            );
        }
        const batches: number[] = [];
        const add = world.nango.journal.add.bind(world.nango.journal);
        const journal = vi.spyOn(world.nango.journal, 'add').mockImplementation((kind, execution, name, value) => {
            if (kind === 'records') batches.push(JSON.stringify(value).length);
            return add(kind, execution, name, value);
        });
        const result = await world.nango.runSync(integration, 'views', CONNECTION);
        journal.mockRestore();
        expect(result.error).toBeNull();
        expect(result.counts['View']?.added).toBeGreaterThanOrEqual(20);
        expect(batches.length).toBeGreaterThan(1);
        expect(Math.max(...batches)).toBeLessThan(17_000_000);
    }
);
