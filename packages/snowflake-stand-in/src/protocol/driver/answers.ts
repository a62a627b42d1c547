/** The bodies that answer a driver's statement: a result, a failure, or that it still runs. */
import { rowType } from '../row-type.js';

import type { ResultSet, StatementFailure } from '../../types.js';
import type { Query } from '../queries.js';

import { accepted, refuse } from './envelope.js';
import { listed } from './parameters.js';

import type { Chunks } from './chunks.js';
import type { DriverSession } from './sessions.js';

export interface AnswerContext {
    readonly opened: DriverSession;
    readonly chunks: Chunks;
    readonly host: string;
    /** Detached queries (asyncExec) answer 333334, others 333333. */
    readonly detached: ReadonlySet<string>;
}

export function answerFor(query: Query, context: AnswerContext): Response {
    const { state } = query;
    switch (state.kind) {
        case 'running':
            return inProgress(query, context.detached.has(query.id));
        case 'failed':
            return failure(query, state.failure);
        case 'succeeded':
            return accepted(resultData(query, state.result, context));
        default:
            return state satisfies never;
    }
}

export function inProgress(query: Query, detached: boolean): Response {
    return accepted(
        {
            getResultUrl: `/queries/${query.id}/result`,
            queryAbortsAfterSecs: 300,
            progressDesc: null,
            queryId: query.id
        },
        detached ? '333334' : '333333',
        detached
            ? 'Asynchronous execution in progress. Use provided query id to perform query monitoring and management.'
            : 'Query execution in progress'
    );
}

export function notFound(id: string): Response {
    return refuse({
        code: '000709',
        message: `Statement ${id} not found`,
        data: { internalError: false, errorCode: '000709', age: 0, sqlState: '02000', queryId: id }
    });
}

function failure(query: Query, failed: StatementFailure): Response {
    return refuse({
        code: failed.code,
        message: failed.message,
        data: {
            internalError: false,
            errorCode: failed.code,
            age: 0,
            sqlState: failed.sqlState,
            queryId: query.id,
            line: -1,
            pos: -1,
            type: 'COMPILATION'
        }
    });
}

function resultData(query: Query, result: ResultSet, { opened, chunks, host }: AnswerContext): object {
    const { session } = opened;
    const cut = chunks.of(query.id, result, host);
    const { children } = query;
    return {
        parameters: listed(session),
        rowtype: result.columns.map(rowType),
        rowset: cut.inline,
        total: result.uncutRows ?? result.rows.length,
        returned: result.rows.length,
        queryId: query.id,
        databaseProvider: null,
        finalDatabaseName: session.database,
        finalSchemaName: session.schema,
        finalWarehouseName: session.warehouse,
        finalRoleName: session.role,
        numberOfBinds: result.binds ?? 0,
        arrayBindSupported: result.kind === 'dml',
        statementTypeId: children.length > 0 ? MULTI_STATEMENT : statementTypeId(query.statement, result),
        version: 1,
        sendResultTime: query.createdOnMs,
        queryResultFormat: 'json',
        queryContext: { entries: [{ id: 0, timestamp: query.createdOnMs, priority: 0 }] },
        ...(cut.chunks.length === 0 ? {} : { chunks: cut.chunks, chunkHeaders: cut.chunkHeaders }),
        ...(result.stats ? { stats: result.stats } : {}),
        ...(children.length === 0
            ? {}
            : {
                  resultIds: children.map((child) => child.id).join(','),
                  resultTypes: children.map((child) => childType(child)).join(',')
              })
    };
}

/** Types of statements, as drivers tell SELECT, DML and DDL apart (result/statement_type.js of snowflake-sdk). */
const SELECT = 0x10_00;
const SHOW = 0x40_00;
const DDL = 0x60_00;
const MULTI_STATEMENT = 0xa0_00;
const DML: Readonly<Record<string, number>> = { INSERT: 0x31_00, UPDATE: 0x32_00, DELETE: 0x33_00, MERGE: 0x34_00 };
const OTHER_DML = 0x30_00;

function statementTypeId(statement: string, result: ResultSet): number {
    switch (result.kind) {
        case 'select':
            return SELECT;
        case 'dml':
            return DML[/^\s*(?<verb>\w+)/.exec(statement)?.groups?.['verb']?.toUpperCase() ?? ''] ?? OTHER_DML;
        case 'ddl':
            return DDL;
        case 'show':
        case 'other':
            return SHOW;
        default:
            return result.kind satisfies never;
    }
}

function childType(child: Query): number {
    return child.state.kind === 'succeeded' ? statementTypeId(child.statement, child.state.result) : SHOW;
}
