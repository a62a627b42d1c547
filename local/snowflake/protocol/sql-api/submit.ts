/**
 * Starts what a request asks for, or finds what the same request started before: with the same `requestId` and
 * `retry=true` nothing that succeeded or still runs is run again. Without `retry=true` the id is only a name.
 * https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#resubmitting-a-request-to-execute-sql-statements
 */
import { StatementFailure } from '../../types.js';
import type { Front } from '../front.js';
import { startStatement } from '../run-statement.js';

import { refused, type Answer } from './answers.js';
import { positionalBinds, type StatementBody } from './statement-body.js';

import type { Login } from '../../types.js';
import type { Query } from '../queries.js';

export interface Submission {
    readonly login: Login;
    readonly body: StatementBody;
    readonly requestId: string | undefined;
    readonly retry: boolean;
}

export interface Submitted {
    readonly query: Query;
}

export function submit(front: Front, earlier: Map<string, Submitted>, submission: Submission): Submitted | Answer {
    const { login, body, requestId, retry } = submission;
    const key = requestId === undefined ? null : `${login.loginName}\n${requestId}`;
    const before = key !== null && retry ? earlier.get(key) : undefined;
    if (before && before.query.state.kind !== 'failed') return before;

    try {
        const session = front.engine.openSession(login.loginName, {
            role: body.role ?? undefined,
            warehouse: body.warehouse ?? undefined,
            database: body.database ?? undefined,
            schema: body.schema ?? undefined
        });
        const query = startStatement(front.engine, front.queries, {
            owner: login.loginName,
            text: body.statement,
            session,
            bindRows: [positionalBinds(body.bindings)],
            statementCount: body.parameters.multi_statement_count ?? 1,
            timeoutSeconds: body.timeout ?? body.parameters.statement_timeout_in_seconds,
            maxRows: body.parameters.rows_per_resultset
        });
        front.engine.recordLogin(login.loginName);
        const started = { query };
        if (key !== null) earlier.set(key, started);
        return started;
    } catch (error) {
        if (error instanceof StatementFailure) return refused(422, error.code, error.message);
        throw error;
    }
}
