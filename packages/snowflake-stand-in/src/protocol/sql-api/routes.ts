/**
 * The SQL API, version 2. Each statement runs in a session of its own: nothing of it (USE, ALTER SESSION) is left for
 * the next request.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference
 */
import { Hono } from 'hono';
import type { Context } from 'hono';

import { waitFor, type Query } from '../queries.js';

import * as answers from './answers.js';
import { authenticate } from './authenticate.js';
import { submit, type Submitted } from './submit.js';
import { StatementBody } from './statement-body.js';

import type { Login, ResultSet } from '../../types.js';
import type { Front, FrontEnv } from '../front.js';
import type { Piece } from '../pieces.js';

export function sqlApi(front: Front): Hono<FrontEnv> {
    const app = new Hono<FrontEnv>();
    const piecesOf = (result: ResultSet): readonly Piece[] => front.cutting.of(result, front.options.partitions);
    const submitted = new Map<string, Submitted>();
    /** Handles whose request said `nullable=false`; it also holds for their later partitions. */
    const nullsAsText = new WeakSet<Query>();

    const ended = (query: Query, timeoutStatus: 408 | 422): answers.Answer => {
        const { state } = query;
        switch (state.kind) {
            case 'running':
                return answers.stillRunning(query);
            case 'failed':
                return answers.failed(state.failure.code === '000630' ? timeoutStatus : 422, query, state.failure);
            case 'succeeded':
                return answers.resultSet(query, state.result, piecesOf(state.result), nullsAsText.has(query));
            default:
                return state satisfies never;
        }
    };

    app.post('/statements', async (context) =>
        withCaller(front, context, async (login) => {
            const type = context.req.header('content-type');
            if (type !== undefined && !/^application\/json\b/i.test(type)) return context.body(null, 415);
            const body = StatementBody.safeParse(context.get('body'));
            if (!body.success) return send(answers.INVALID_PAYLOAD);
            const outcome = submit(front, submitted, {
                login,
                body: body.data,
                requestId: context.req.query('requestId'),
                retry: context.req.query('retry') === 'true',
                byAccessToken: context.get('entry').auth === 'programmatic-access-token'
            });
            if ('status' in outcome) return send(outcome);
            if (context.req.query('nullable') === 'false') nullsAsText.add(outcome.query);
            if (context.req.query('async') === 'true') return send(answers.stillRunning(outcome.query));
            await waitFor(outcome.query, front.options.inlineWaitMs);
            return send(ended(outcome.query, 408));
        })
    );

    app.get('/statements/:handle', (context) =>
        withCaller(front, context, (login) => {
            const handle = context.req.param('handle');
            const query = front.queries.find(handle, login.loginName);
            if (query === null) return send(answers.notFound(handle));
            const asked = context.req.query('partition') ?? '0';
            const { state } = query;
            if (state.kind !== 'succeeded' || asked === '0') return send(ended(query, 422));
            const pieces = piecesOf(state.result);
            const index = /^\d+$/.test(asked) ? Number(asked) : -1;
            if (index < 0 || index >= pieces.length) return send(answers.INVALID_PAYLOAD);
            return answers.laterPartition(query, state.result, pieces, index, nullsAsText.has(query));
        })
    );

    app.post('/statements/:handle/cancel', (context) =>
        withCaller(front, context, (login) => {
            const handle = context.req.param('handle');
            const query = front.queries.find(handle, login.loginName);
            // The service forgets what has ended: cancelling it answers as if it never was.
            return send(query?.cancel() ? answers.cancelled(query) : answers.notFound(handle));
        })
    );

    for (const path of ['/statements', '/statements/:handle', '/statements/:handle/cancel']) {
        app.all(path, (context) => context.body(null, 405));
    }
    return app;
}

async function withCaller(
    front: Front,
    context: Context<FrontEnv>,
    handle: (login: Login) => Response | Promise<Response>
): Promise<Response> {
    const caller = authenticate(front, context);
    if (!('login' in caller)) return send(answers.refused(caller.status, caller.code, caller.message));
    const accept = context.req.header('accept');
    if (accept === undefined || !/application\/(?:json|\*)|\*\/\*/i.test(accept)) {
        return send(answers.refused(400, '391902', `Unsupported Accept header ${accept ?? 'null'} is specified.`));
    }
    return handle(caller.login);
}

function send(answer: answers.Answer): Response {
    return Response.json(answer.body, { status: answer.status, headers: { ...answer.headers } });
}
