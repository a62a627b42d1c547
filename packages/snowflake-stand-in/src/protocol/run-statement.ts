/**
 * Turns a text into queries: one statement, several in one request, or one with an array for every bind.
 * A statement count that does not match is refused before anything runs.
 */
import { StatementFailure, type BindValue, type Engine, type ResultSet, type Session } from '../types.js';

import type { Queries, Query, QueryPlan } from './queries.js';

export interface StatementRequest {
    readonly owner: string;
    readonly text: string;
    readonly session: Session;
    /** The binds of each run of the statement: one list, or for a bulk insert one per row. */
    readonly bindRows: readonly (readonly BindValue[])[];
    /** MULTI_STATEMENT_COUNT: 1 unless the client says otherwise, 0 for any number. */
    readonly statementCount: number;
    readonly timeoutSeconds?: number | undefined;
    /** Parameters that came with the request, for its statements alone. */
    readonly parameters: ReadonlyMap<string, string>;
    /** Nothing is run: the client asks for the columns of the result. */
    readonly describes?: boolean;
    /** What the protocol makes of each result. */
    readonly written?: (result: ResultSet) => ResultSet;
}

export function startStatement(engine: Engine, queries: Queries, request: StatementRequest): Query {
    const { text, owner, timeoutSeconds } = request;
    const parts = engine.splitStatements(text);
    const single = parts.length <= 1 && request.statementCount !== 0;
    if (request.statementCount !== 0 && parts.length > 1 && parts.length !== request.statementCount) {
        return queries.start({ owner, statement: text, run: () => Promise.reject(wrongCount(parts.length, request)) });
    }
    if (single && request.statementCount > 1) {
        return queries.start({ owner, statement: text, run: () => Promise.reject(wrongCount(parts.length, request)) });
    }
    const endsUnasked = (): boolean => parameterOf(request, 'ABORT_DETACHED_QUERY') === 'true';
    const run: QueryPlan['run'] = (signal) => execute(request, parts[0] ?? text, request.bindRows, signal);
    if (parts.length <= 1) return queries.start({ owner, statement: text, timeoutSeconds, endsUnasked, run });
    if (request.session.warehouse === null) {
        return queries.start({ owner, statement: text, run: () => Promise.reject(noWarehouse()) });
    }
    return startSeveral(queries, request, parts);
}

async function execute(
    request: StatementRequest,
    statement: string,
    bindRows: readonly (readonly BindValue[])[],
    signal: AbortSignal
): Promise<ResultSet> {
    if (request.describes === true && request.session.describe) return request.session.describe(statement);
    const results: ResultSet[] = [];
    for (const binds of bindRows.length === 0 ? [[]] : bindRows) {
        results.push(await request.session.execute(statement, binds, signal, request.parameters));
    }
    const added = results.reduce(addUp);
    const result = request.written?.(added) ?? added;
    const maxRows = Number(parameterOf(request, 'ROWS_PER_RESULTSET') ?? 0);
    if (maxRows === 0 || result.rows.length <= maxRows) return result;
    return { ...result, rows: result.rows.slice(0, maxRows), uncutRows: result.rows.length };
}

/** Of the request itself, or else of its session. */
export function parameterOf(
    { parameters, session }: Pick<StatementRequest, 'parameters' | 'session'>,
    name: string
): string | undefined {
    return parameters.get(name) ?? session.parameter(name);
}

/** A bulk insert answers once, with the rows of all its runs counted together. */
function addUp(left: ResultSet, right: ResultSet): ResultSet {
    if (!left.stats || !right.stats) return right;
    return {
        ...right,
        rows: right.rows.map((row, index) =>
            row.map((cell, column) => String(Number(cell) + Number(left.rows[index]?.[column] ?? 0)))
        ),
        stats: {
            numRowsInserted: left.stats.numRowsInserted + right.stats.numRowsInserted,
            numRowsUpdated: left.stats.numRowsUpdated + right.stats.numRowsUpdated,
            numRowsDeleted: left.stats.numRowsDeleted + right.stats.numRowsDeleted,
            numDuplicateRowsUpdated: left.stats.numDuplicateRowsUpdated + right.stats.numDuplicateRowsUpdated
        }
    };
}

/** The parts run one after the other in the same session; the first failure ends the whole. */
function startSeveral(queries: Queries, request: StatementRequest, parts: readonly string[]): Query {
    const { owner } = request;
    const binds = shareBinds(parts, request.bindRows[0] ?? []);
    let previous: Query | null = null;
    const children = parts.map((statement, index) => {
        const before = previous;
        const child = queries.start({
            owner,
            statement,
            run: async (signal) => {
                await before?.ended;
                if (before?.state.kind === 'failed') throw new NotReached();
                return execute(request, statement, [binds[index] ?? []], signal);
            }
        });
        previous = child;
        return child;
    });
    return queries.start({
        owner,
        statement: request.text,
        timeoutSeconds: request.timeoutSeconds,
        children,
        run: async () => {
            for (const child of children) {
                await child.ended;
                if (child.state.kind === 'failed') throw failedPart(child.statement, child.state.failure);
            }
            return MULTIPLE_RESULT;
        }
    });
}

class NotReached extends StatementFailure {
    constructor() {
        super('000604', '57014', 'Statement was not executed because an earlier one of the request failed.');
    }
}

/** https://docs.snowflake.com/en/developer-guide/sql-api/submitting-multiple-statements#handling-errors-when-specifying-multiple-statements-in-a-request */
function failedPart(statement: string, failure: StatementFailure): StatementFailure {
    if (failure.code === '000604' || failure.code === '000630') return failure;
    const shown = statement.length > 50 ? `${statement.slice(0, 50)} ...` : statement;
    const message = `Uncaught Execution of multiple statements failed on statement "${shown}".\n${failure.message}`;
    return new StatementFailure('100132', 'P0000', `JavaScript execution error: ${message}`);
}

const MULTIPLE_RESULT: ResultSet = {
    columns: [
        {
            name: 'multiple statement execution',
            type: 'TEXT',
            nullable: false,
            precision: null,
            scale: null,
            length: 16_777_216,
            byteLength: 16_777_216
        }
    ],
    rows: [['Multiple statements executed successfully.']],
    kind: 'other'
};

/** https://docs.snowflake.com/en/developer-guide/sql-api/submitting-multiple-statements: several need a warehouse */
function noWarehouse(): StatementFailure {
    return new StatementFailure(
        '000606',
        '57P03',
        "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n"
    );
}

function wrongCount(actual: number, request: StatementRequest): StatementFailure {
    return new StatementFailure(
        '000008',
        '0A000',
        `Actual statement count ${actual} did not match the desired statement count ${request.statementCount}.`
    );
}

/** Binds of a request with several statements count on from one statement to the next. */
function shareBinds(parts: readonly string[], binds: readonly BindValue[]): readonly (readonly BindValue[])[] {
    let next = 0;
    return parts.map((part) => {
        const placeholders = part.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '').match(/\?/g)?.length ?? 0;
        const own = binds.slice(next, next + placeholders);
        next += placeholders;
        return own;
    });
}
