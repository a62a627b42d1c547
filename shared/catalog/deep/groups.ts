/**
 * The rows of a view by the object that they are of, in the order of its name. They come by pages, each a query of its
 * own that goes on behind the last whole object: memory holds one page, whatever pieces Snowflake sends a result in,
 * and a walk that was cut off goes on in the middle.
 */
import type { Row, Slice, SnowflakeClient, StatementOptions } from '../../snowflake/client.js';
import { SnowflakeError } from '../../snowflake/errors.js';
import { compareKeys } from './order.js';
import type { Key } from './order.js';

/** About 8 MB of JSON, for columns. */
export const PAGE_ROWS = 60_000;

export interface Query {
    readonly client: SnowflakeClient;
    readonly options: StatementOptions;
    /** What is asked for behind an object (null: from the start), ordered, and no more than so many rows. */
    statement(after: Key | null, limit: number): string;
    /** A row begins with the names of its object: so many. */
    readonly names: number;
    /** As many as the client says, else PAGE_ROWS. */
    readonly pageRows?: number;
}

export interface Group {
    readonly key: Key;
    readonly rows: Row[];
}

async function* groups(query: Query, start: Key | null): AsyncGenerator<Group> {
    const { pageRows = query.client.rowsAtOnce ?? PAGE_ROWS } = query;
    let after = start;
    let limit = pageRows;
    for (;;) {
        const end = yield* pageBehind(query, after, limit);
        if (end.isLast) return;
        // The last object of a full page may have more rows; one that fills a page is asked for as a whole.
        limit = end.reached === after ? limit * 2 : pageRows;
        after = end.reached;
    }
}

/** A generator of its own, which ends before the next page is asked for: nothing holds this one's rows any more then. */
async function* pageBehind(
    query: Query,
    after: Key | null,
    limit: number
): AsyncGenerator<Group, { readonly isLast: boolean; readonly reached: Key | null }> {
    const result = await query.client.execute(query.statement(after, limit), query.options);
    let reached = after;
    let held: Group | null = null;
    for await (const group of groupsOf(query, result.slices(), after)) {
        if (held) {
            yield held;
            reached = held.key;
        }
        held = group;
    }
    const isLast = result.rowCount < limit;
    if (isLast && held) yield held;
    return { isLast, reached };
}

async function* groupsOf({ names }: Query, slices: AsyncIterable<Slice>, after: Key | null): AsyncGenerator<Group> {
    let open: Group | null = null;
    let last = after;
    for await (const { rows } of slices) {
        for (const row of rows) {
            if (open && isOf(row, open.key)) {
                open.rows.push(row);
                continue;
            }
            const key = row.slice(0, names).map((name) => name ?? '');
            if (open) {
                yield open;
                last = open.key;
            }
            if (last && compareKeys(last, key) >= 0) throw outOfOrder();
            open = { key, rows: [row] };
        }
    }
    if (open) yield open;
}

function isOf(row: Row, key: Key): boolean {
    for (let at = 0; at < key.length; at += 1) if ((row[at] ?? '') !== key[at]) return false;
    return true;
}

/** What stands before the place that was reached would be taken for missing. */
function outOfOrder(): SnowflakeError {
    return new SnowflakeError(
        'unexpected_response',
        'Snowflake sent rows of its own views in another order than was asked for.',
        'Unset read_with, and report this.'
    );
}

/** Rows of one object after the other, asked for in their order. */
export class GroupReader {
    readonly #groups: AsyncGenerator<Group>;
    #next: Group | null = null;
    #isDone = false;

    constructor(query: Query, after: Key | null) {
        this.#groups = groups(query, after);
    }

    /** The rows of this object; null where there are none. */
    async take(key: Key): Promise<Row[] | null> {
        for (;;) {
            if (!this.#next && !this.#isDone) {
                const next = await this.#groups.next();
                this.#isDone = next.done === true;
                this.#next = next.done === true ? null : next.value;
            }
            if (!this.#next) return null;
            const order = compareKeys(this.#next.key, key);
            if (order > 0) return null;
            const { rows } = this.#next;
            this.#next = null;
            if (order === 0) return rows;
        }
    }
}
