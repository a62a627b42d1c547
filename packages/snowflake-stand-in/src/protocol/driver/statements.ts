/**
 * A driver's statements: started, polled, watched and aborted. A request that a driver sends again (it then counts
 * `retryCount`) finds the statement that the first one started.
 */
import { Hono } from 'hono';
import type { Context } from 'hono';

import type { Front, FrontEnv } from '../front.js';
import { waitFor, type Query } from '../queries.js';
import { parameterOf, startStatement } from '../run-statement.js';

import { answerFor, inProgress, notFound, type AnswerContext } from './answers.js';
import { accepted, refuse } from './envelope.js';
import { asTexts } from './parameters.js';
import { bindRows, StatementBody } from './statement-body.js';
import { withSession } from './tokens.js';

import type { Chunks } from './chunks.js';
import type { DriverSession, Sessions } from './sessions.js';

export function statementRoutes(front: Front, sessions: Sessions, chunks: Chunks): Hono<FrontEnv> {
    const app = new Hono<FrontEnv>();
    const byRequest = new Map<string, Query>();
    const detached = new Set<string>();
    const answering = (opened: DriverSession, context: Context<FrontEnv>): AnswerContext => ({
        opened,
        chunks,
        host: context.req.header('host') ?? '',
        detached
    });

    app.post('/queries/v1/query-request', async (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        const body = StatementBody.safeParse(context.get('body'));
        if (!body.success) {
            return refuse({ code: '390142', message: 'Incoming request does not contain a valid payload.' });
        }
        const key = `${opened.id}\n${context.req.query('requestId') ?? ''}`;
        const again = context.req.query('retryCount') === undefined ? undefined : byRequest.get(key);
        const query = again ?? startFor(front, opened, body.data);
        byRequest.set(key, query);
        opened.running.add(query);
        void query.ended.then(() => opened.running.delete(query));
        if (body.data.asyncExec) {
            detached.add(query.id);
            return inProgress(query, true);
        }
        await waitFor(query, front.options.inlineWaitMs);
        return answerFor(query, answering(opened, context));
    });

    app.get('/queries/:id/result', async (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        const query = front.queries.find(context.req.param('id'), opened.loginName);
        if (query === null) return notFound(context.req.param('id'));
        await waitFor(query, front.options.pollWaitMs);
        return answerFor(query, answering(opened, context));
    });

    app.get('/monitoring/queries/:id', (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        const query = front.queries.find(context.req.param('id'), opened.loginName);
        return accepted({ queries: query === null ? [] : [monitored(query, opened)] });
    });

    app.post('/queries/v1/abort-request', (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        const body = context.get('body');
        const requestId =
            typeof body === 'object' && body !== null && 'requestId' in body ? String(body.requestId) : '';
        return aborted(byRequest.get(`${opened.id}\n${requestId}`) ?? null);
    });

    app.post('/queries/:id/abort-request', (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        return aborted(front.queries.find(context.req.param('id'), opened.loginName));
    });

    return app;
}

function startFor(front: Front, opened: DriverSession, body: StatementBody): Query {
    const { session } = opened;
    const parameters = asTexts(body.parameters ?? {});
    const count = (name: string): number => Number(parameterOf({ session, parameters }, name) ?? 0);
    return startStatement(front.engine, front.queries, {
        owner: opened.loginName,
        text: body.sqlText,
        session,
        bindRows: bindRows(body.bindings),
        describes: body.describeOnly === true,
        parameters,
        statementCount: count('MULTI_STATEMENT_COUNT'),
        timeoutSeconds: count('STATEMENT_TIMEOUT_IN_SECONDS')
    });
}

function aborted(query: Query | null): Response {
    if (query?.cancel()) return accepted(null);
    return refuse({ code: '000605', message: 'Identified SQL statement is not currently executing.' });
}

function monitored(query: Query, opened: DriverSession): object {
    const { state } = query;
    const failure = state.kind === 'failed' ? state.failure : null;
    const status = { running: 'RUNNING', succeeded: 'SUCCESS', failed: 'FAILED_WITH_ERROR' }[state.kind];
    return {
        id: query.id,
        status,
        state: state.kind === 'failed' ? 'FAILED' : status,
        sqlText: query.statement,
        userName: opened.session.user,
        warehouseName: opened.session.warehouse,
        startTime: query.createdOnMs,
        errorCode: failure?.code ?? null,
        errorMessage: failure?.message ?? null
    };
}
