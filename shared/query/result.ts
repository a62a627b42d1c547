/** The result of a configured query: the one that an interrupted run was reading, or a new one. */
import { InputError } from '../nango/report.js';
import type { NamedQuery } from '../settings/query-settings.js';
import type { RowPlace, SnowflakeClient, StatementOptions, StatementResult } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { boundaryTypeOf } from './boundary.js';
import type { Boundary } from './boundary.js';
import { digestOf } from './checkpoint.js';
import type { QueryProgress, ResultPlace } from './checkpoint.js';
import { columnsOf, hasExactForm } from './columns.js';
import { placesOf } from './rows.js';
import type { Places } from './rows.js';
import { columnsStatement, queryStatement } from './statement.js';
import type { QueryStatement } from './statement.js';

const INVALID_IDENTIFIER = '000904';

export interface Opened {
    readonly result: StatementResult;
    readonly places: Places;
    /** Where to go on in the result of an interrupted run; null for a new result. */
    readonly at: RowPlace | null;
    /** The incremental column is of another type than the boundary: the result is about nothing, read from the start. */
    readonly newType: string | null;
}

export async function openResult(
    client: SnowflakeClient,
    query: NamedQuery,
    progress: Pick<QueryProgress, 'at' | 'boundary' | 'walk'>
): Promise<Opened> {
    const { at, walk } = progress;
    const earlier = at ? await earlierResult(client, at) : null;
    const boundary = walk === 'increment' ? progress.boundary : null;
    const result = earlier ?? (await resultFrom(client, query, boundary));
    const places = placesIn(result, query);
    return { result, places, at: earlier ? at : null, newType: newTypeOf(places, boundary) };
}

/** A comparison with a value of the type that the column had may fail, so the type is asked for without one. */
async function resultFrom(
    client: SnowflakeClient,
    query: NamedQuery,
    boundary: Boundary | null
): Promise<StatementResult> {
    try {
        return await newResult(client, query, boundary);
    } catch (error) {
        if (!boundary || !isRefusedStatement(error)) throw error;
        const columns = await run(client, query, columnsStatement(query));
        if (newTypeOf(placesIn(columns, query), boundary) === null) throw error;
        return columns;
    }
}

function newTypeOf({ incremental }: Places, boundary: Boundary | null): string | null {
    const type = boundary && incremental ? boundaryTypeOf(incremental.column) : null;
    return type === boundary?.type ? null : type;
}

/** Where a row stands, for a later run to go on from. */
export function resultPlace({ handle, cut }: StatementResult, { partition, row }: RowPlace): ResultPlace {
    return { handle, partition, row, cut: digestOf(cut) };
}

/**
 * The result that the interrupted run was reading, if Snowflake still has it: in the same parts, or rows would be passed
 * over, or read twice.
 */
async function earlierResult(client: SnowflakeClient, { handle, cut }: ResultPlace): Promise<StatementResult | null> {
    try {
        const status = await client.status(handle);
        if (status.state !== 'succeeded') return null;
        if (cut === '' || cut === digestOf(status.result.cut)) return status.result;
        await client.note?.('Snowflake gives the result of the query in other parts than before: it is run again.');
        return null;
    } catch (error) {
        const isGone = error instanceof SnowflakeError && error.code === 'statement_not_found';
        if (isGone || isRefusedStatement(error)) return null;
        throw error;
    }
}

async function newResult(
    client: SnowflakeClient,
    query: NamedQuery,
    boundary: Boundary | null
): Promise<StatementResult> {
    try {
        return await run(client, query, queryStatement(query, columnsOf(query), boundary));
    } catch (error) {
        if (!isUnknownColumn(error)) throw error;
        if (!hasExactForm(query)) throw unknownColumn(query, error);
    }
    try {
        const { columns } = await run(client, query, columnsStatement(query));
        const present = new Set(columns.map((column) => column.name));
        const wanted = columnsOf(query, present);
        placesOf(wanted, columns);
        return await run(client, query, queryStatement(query, wanted, boundary));
    } catch (error) {
        throw isUnknownColumn(error) ? unknownColumn(query, error) : error;
    }
}

function placesIn({ columns }: StatementResult, query: NamedQuery): Places {
    return placesOf(columnsOf(query, new Set(columns.map((column) => column.name))), columns);
}

async function run(client: SnowflakeClient, query: NamedQuery, statement: QueryStatement): Promise<StatementResult> {
    const { text, binds } = statement;
    const { role, warehouse, database, schema, timeout_seconds: timeoutSeconds } = query;
    const options: StatementOptions = {
        ...dropUnset({ role, warehouse, database, schema, timeoutSeconds }),
        ...(binds.length > 0 && { binds })
    };
    try {
        return await client.execute(text, options);
    } catch (error) {
        if (!(error instanceof SnowflakeError) || error.code !== 'statement_timeout') throw error;
        throw new SnowflakeError(
            error.code,
            error.message,
            'Raise timeout_seconds in the settings (and STATEMENT_TIMEOUT_IN_SECONDS in Snowflake, where that is lower), narrow the query or use a larger warehouse.',
            { cause: error }
        );
    }
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
