/**
 * Starts what a request asks for, or finds what the same request started before: with the same `requestId` and
 * `retry=true` nothing that succeeded or still runs is run again. Without `retry=true` the id is only a name.
 * https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#resubmitting-a-request-to-execute-sql-statements
 */
import { StatementFailure } from '../../types.js';
import type { Front } from '../front.js';
import { asTexts } from '../driver/parameters.js';
import { roleOf } from '../only-role.js';
import { parameterOf, startStatement } from '../run-statement.js';

import { refused, withBinaries, type Answer } from './answers.js';
import { positionalBinds, type StatementBody } from './statement-body.js';

import type { Login } from '../../types.js';
import type { Query } from '../queries.js';

export interface Submission {
    readonly login: Login;
    readonly body: StatementBody;
    readonly requestId: string | undefined;
    readonly retry: boolean;
    readonly byAccessToken: boolean;
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
            role: roleOf(login, body.role ?? undefined),
            warehouse: body.warehouse ?? undefined,
            database: body.database ?? undefined,
            schema: body.schema ?? undefined,
            byAccessToken: submission.byAccessToken
        });
        const parameters = asTexts(body.parameters);
        const count = (name: string): number => Number(parameterOf({ session, parameters }, name) ?? 0);
        const query = startStatement(front.engine, front.queries, {
            owner: login.loginName,
            text: body.statement,
            session,
            bindRows: [positionalBinds(body.bindings)],
            parameters,
            statementCount: count('MULTI_STATEMENT_COUNT'),
            timeoutSeconds: body.timeout ?? count('STATEMENT_TIMEOUT_IN_SECONDS'),
            written: (result) => withBinaries(result, parameterOf({ session, parameters }, 'BINARY_OUTPUT_FORMAT'))
        });
        // A session of its own: what the statement leaves open goes with it.
        void query.ended.then(() => session.close());
        front.engine.recordLogin(login.loginName);
        const started = { query };
        if (key !== null) earlier.set(key, started);
        return started;
    } catch (error) {
        // What the token itself does not allow is said as of a token that is none.
        if (error instanceof StatementFailure)
            return refused(/^39(03|44)/.test(error.code) ? 401 : 422, error.code, error.message);
        throw error;
    }
}
