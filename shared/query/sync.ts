/**
 * The sync of a configured query's rows. Full refresh with deletions, or incremental by a column; either way page by
 * page with a checkpoint after each, so that a million rows never sit in memory and a resumed run reads on.
 */
import type { SyncHandle } from '../nango/handle.js';
import { InputError } from '../nango/report.js';
import type { NamedQuery } from '../settings/query-settings.js';
import { readSettings } from '../settings/settings.js';
import type { Settings } from '../settings/settings.js';
import type { Row, SnowflakeClient, StatementOptions, StatementResult } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { digestOf, MAX_TIES, queryDigest, readProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';
import { placesOf, toQueryResult } from './rows.js';
import type { Places, QueryResult } from './rows.js';
import { boundaryOf, columnsOf, hasExactForm, queryStatement } from './statement.js';
import type { Boundary, QueryColumns } from './statement.js';

export const QUERY_RESULT_MODEL = 'QueryResult';

/** As many as Nango stores in one request. */
const ROWS_PER_PAGE = 1000;
const BASE_VARIANT = 'base';
const INVALID_IDENTIFIER = '000904';

export async function syncQueryResults(
    nango: SyncHandle<QueryCheckpoint>,
    client: SnowflakeClient,
    stored: unknown
): Promise<void> {
    const query = queryFor(await readSettings(nango), nango.variant);
    const digest = queryDigest(query);
    const known = readProgress(stored, digest);
    let progress: QueryProgress = known ?? { query: digest, full: true, at: null, boundary: null, ties: [] };
    if (!known) await nango.trackDeletesStart(QUERY_RESULT_MODEL);

    const { result, columns, at } = await openResult(client, query, progress);
    const page = new PageReader(result, placesOf(columns, result.columns), progress);
    let checkpointed = stored !== null && stored !== undefined;
    for await (const { rows, next } of pagesOf(result, at)) {
        const records = page.read(rows);
        progress = { ...progress, at: { handle: result.handle, ...next }, boundary: page.boundary, ties: page.ties };
        if (records.length > 0) await nango.batchSave([...records], QUERY_RESULT_MODEL);
        await nango.saveCheckpoint(toCheckpoint(progress));
        checkpointed = true;
    }

    if (query.incremental_column === undefined) {
        if (checkpointed) await nango.clearCheckpoint();
        await nango.trackDeletesEnd(QUERY_RESULT_MODEL);
        return;
    }
    if (progress.full) await endFullRead(nango, known !== null && progress === known);
    await nango.saveCheckpoint(toCheckpoint({ ...progress, full: false, at: null }));
}

/**
 * The last step of a full read before it is marked as done. An execution that was killed right between the two finds
 * nothing left to read and the window closed already; it must go on, or the sync would fail for ever.
 */
async function endFullRead(nango: SyncHandle<QueryCheckpoint>, nothingWasLeft: boolean): Promise<void> {
    try {
        await nango.trackDeletesEnd(QUERY_RESULT_MODEL);
    } catch (error) {
        if (!nothingWasLeft) throw error;
        await nango.log('The deletions of this read were processed already.', { level: 'warn' });
    }
}

/** The query that this sync variant runs. */
export function queryFor(settings: Settings, variant: string): NamedQuery {
    const place = dropUnset({
        role: settings.role,
        warehouse: settings.warehouse,
        database: settings.database,
        schema: settings.schema
    });
    const named = settings.queries?.[variant];
    if (named) return { ...place, ...named };
    if (variant === BASE_VARIANT && settings.query !== undefined && settings.id_column !== undefined) {
        const { query, id_column, binds, incremental_column } = settings;
        return { ...place, query, id_column, ...dropUnset({ binds, incremental_column }) };
    }
    throw new InputError(
        'invalid_settings',
        variant === BASE_VARIANT
            ? 'No query is configured for this connection.'
            : `No query named ${variant} is configured for this connection.`,
        variant === BASE_VARIANT
            ? "Set query and id_column in the connection's metadata."
            : `Set queries.${variant} with query and id_column in the connection's metadata.`
    );
}

interface Opened {
    readonly result: StatementResult;
    readonly columns: QueryColumns;
    /** Where to go on in the result. */
    readonly at: { readonly partition: number; readonly row: number };
}

const FROM_THE_START = { partition: 0, row: 0 };

async function openResult(client: SnowflakeClient, query: NamedQuery, progress: QueryProgress): Promise<Opened> {
    const columns = columnsOf(query, false);
    if (progress.at) {
        const result = await earlierResult(client, progress.at.handle);
        if (result) return { result, columns: namesIn(result, query), at: progress.at };
    }
    try {
        return { result: await run(client, query, columns, progress.boundary), columns, at: FROM_THE_START };
    } catch (error) {
        if (!isUnknownColumn(error)) throw error;
        if (!hasExactForm(query)) throw unknownColumn(query, error);
    }
    const exact = columnsOf(query, true);
    try {
        return { result: await run(client, query, exact, progress.boundary), columns: exact, at: FROM_THE_START };
    } catch (error) {
        throw isUnknownColumn(error) ? unknownColumn(query, error) : error;
    }
}

/** The result that the interrupted run was reading, if Snowflake still has it. */
async function earlierResult(client: SnowflakeClient, handle: string): Promise<StatementResult | null> {
    try {
        const status = await client.status(handle);
        return status.state === 'succeeded' ? status.result : null;
    } catch (error) {
        const isGone =
            error instanceof SnowflakeError &&
            (error.code === 'statement_not_found' || error.code === 'account_not_found');
        if (isGone || isRefusedStatement(error)) return null;
        throw error;
    }
}

function namesIn(result: StatementResult, query: NamedQuery): QueryColumns {
    const usual = columnsOf(query, false);
    const present = new Set(result.columns.map((column) => column.name));
    return usual.ids.every((id) => present.has(id)) ? usual : columnsOf(query, true);
}

async function run(
    client: SnowflakeClient,
    query: NamedQuery,
    columns: QueryColumns,
    boundary: Boundary | null
): Promise<StatementResult> {
    const { text, binds } = queryStatement(query, columns, boundary);
    const { role, warehouse, database, schema } = query;
    const options: StatementOptions = {
        ...dropUnset({ role, warehouse, database, schema }),
        ...(binds.length > 0 && { binds })
    };
    return await client.execute(text, options);
}

function isUnknownColumn(error: unknown): error is SnowflakeError {
    return (
        error instanceof SnowflakeError &&
        (error.vendorCode === INVALID_IDENTIFIER || /invalid identifier/i.test(error.message))
    );
}

function unknownColumn(query: NamedQuery, error: SnowflakeError): InputError {
    const names = [query.id_column, query.incremental_column ?? []].flat().join(', ');
    return new InputError(
        'invalid_settings',
        `The query cannot be run: ${error.message}`,
        `Check the query's columns, and that its result has id_column and incremental_column (${names}); quote a name that is not upper case, like "my_column".`
    );
}

interface Page {
    readonly rows: readonly Row[];
    /** The place after this page. */
    readonly next: { readonly partition: number; readonly row: number };
}

async function* pagesOf(result: StatementResult, at: Opened['at']): AsyncGenerator<Page> {
    for (let partition = at.partition; partition < result.partitionCount; partition += 1) {
        const rows = await result.partition(partition);
        for (let row = partition === at.partition ? at.row : 0; row < rows.length; row += ROWS_PER_PAGE) {
            const end = Math.min(row + ROWS_PER_PAGE, rows.length);
            const next = end < rows.length ? { partition, row: end } : { partition: partition + 1, row: 0 };
            yield { rows: rows.slice(row, end), next };
        }
    }
}

/** Turns rows into records, and keeps the boundary and the rows that stand on it. */
class PageReader {
    boundary: Boundary | null;
    readonly #result: StatementResult;
    readonly #places: Places;
    readonly #ties: Set<string>;

    constructor(result: StatementResult, places: Places, progress: QueryProgress) {
        this.boundary = progress.boundary;
        this.#result = result;
        this.#places = places;
        this.#ties = new Set(progress.ties);
    }

    get ties(): string[] {
        return [...this.#ties];
    }

    /** The records to save: all but the ties that an earlier run saved just so. */
    read(rows: readonly Row[]): QueryResult[] {
        return rows
            .map((row) => ({
                record: toQueryResult(row, this.#result.columns, this.#places),
                boundary: this.#boundaryAt(row)
            }))
            .filter(({ record, boundary }) => boundary === null || this.#isNew(record, boundary))
            .map(({ record }) => record);
    }

    #boundaryAt(row: Row): Boundary | null {
        const { incremental } = this.#places;
        const cell = incremental ? (row[incremental.index] ?? null) : null;
        if (!incremental || cell === null) return null;
        const boundary = boundaryOf(cell, incremental.column);
        if (boundary) return boundary;
        throw new InputError(
            'invalid_settings',
            `The incremental column ${incremental.column.name} is of type ${incremental.column.type}, whose values have no order.`,
            'Choose a number, date, time, timestamp or text column as incremental_column.'
        );
    }

    #isNew(record: QueryResult, boundary: Boundary): boolean {
        if (boundary.value !== this.boundary?.value) {
            this.boundary = boundary;
            this.#ties.clear();
        }
        const digest = digestOf(record);
        if (this.#ties.has(digest)) return false;
        if (this.#ties.size < MAX_TIES) this.#ties.add(digest);
        return true;
    }
}
