/**
 * A result whose pieces are fetched when they are asked for, and whose rows are made when they are read: two pieces are in
 * memory at most, and of their rows some at a time.
 */
import { FIRST_ROW } from './client.js';
import type { Row, RowPlace, Slice, StatementResult } from './client.js';
import type { SnowflakeError } from './errors.js';
import type { HeldRows } from './held-rows.js';

interface Pieces {
    readonly partitionCount: number;
    held(index: number): Promise<HeldRows>;
    /** Throws SnowflakeError for what is no row of this result. */
    rowOf(values: unknown): Row;
    /** Of a piece whose rows are no JSON. */
    broken(index: number): SnowflakeError;
}

export function readerOf(pieces: Pieces): Pick<StatementResult, 'slices' | 'partition'> {
    return {
        slices: (from = FIRST_ROW) => slicesOf(pieces, from),
        partition: async (index) => {
            const rows: Row[] = [];
            for (const slice of rowsOf(pieces, await pieces.held(index), index))
                for (const row of slice) rows.push(row);
            return rows;
        }
    };
}

async function* slicesOf(pieces: Pieces, from: RowPlace): AsyncGenerator<Slice> {
    let { partition, row } = from;
    for await (const held of inOrder(pieces, partition)) {
        for (const rows of rowsOf(pieces, held, partition, row)) {
            row += rows.length;
            yield { rows, next: row < held.count ? { partition, row } : { partition: partition + 1, row: 0 } };
        }
        partition += 1;
        row = 0;
    }
}

/**
 * Each is asked for while the one before it is worked on. The first one alone where a result is gone on with: an execution
 * that lives for a few requests is to save it before it asks for more.
 */
async function* inOrder({ partitionCount, held }: Pieces, first: number): AsyncGenerator<HeldRows> {
    const ask = (index: number): Promise<HeldRows> | null => {
        const piece = index < partitionCount ? held(index) : null;
        // Whoever stops reading leaves it behind; whoever goes on hears of it below.
        piece?.catch(() => {});
        return piece;
    };
    let next = ask(first);
    for (let index = first; next; index += 1) {
        const piece: HeldRows = await next;
        const isAlone = first > 0 && index === first;
        if (!isAlone) next = ask(index + 1);
        yield piece;
        if (isAlone) next = ask(index + 1);
    }
}

function* rowsOf({ rowOf, broken }: Pieces, held: HeldRows, index: number, first = 0): Generator<Row[]> {
    try {
        for (const slice of held.slices(first)) yield slice.map(rowOf);
    } catch (error) {
        throw error instanceof SyntaxError ? broken(index) : error;
    }
}
