/** The protocol of Snowflake's drivers: sessions and statements. It is not documented; snowflake-sdk is its measure. */
import { Hono } from 'hono';

import type { Front, FrontEnv } from '../front.js';

import { Chunks } from './chunks.js';
import { accepted } from './envelope.js';
import { logIn } from './login.js';
import { statementRoutes } from './statements.js';
import { withMasterToken, withSession } from './tokens.js';

import type { Sessions } from './sessions.js';

export function driverApi(front: Front, sessions: Sessions): Hono<FrontEnv> {
    const app = new Hono<FrontEnv>();
    const chunks = new Chunks(front.options, front.cutting);

    app.post('/session/v1/login-request', (context) => logIn(front, sessions, context));

    app.post('/session/token-request', (context) => {
        const opened = withMasterToken(sessions, context);
        if (opened instanceof Response) return opened;
        sessions.renew(opened);
        return accepted({
            sessionToken: opened.sessionToken,
            validityInSecondsST: front.options.sessionTokenSeconds,
            masterToken: opened.masterToken,
            validityInSecondsMT: front.options.masterTokenSeconds,
            sessionId: opened.id
        });
    });

    app.post('/session/heartbeat', (context) => {
        const opened = withSession(sessions, context);
        return opened instanceof Response ? opened : accepted(null);
    });

    app.post('/session', (context) => {
        const opened = withSession(sessions, context);
        if (opened instanceof Response) return opened;
        if (context.req.query('delete') !== 'true') return context.body(null, 404);
        sessions.close(opened);
        return accepted(null);
    });

    app.post('/telemetry/send', () => accepted('Log Received'));
    app.route('/', statementRoutes(front, sessions, chunks));
    app.route('/', chunks.routes());
    return app;
}
