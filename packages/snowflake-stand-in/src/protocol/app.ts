/** All routes of the account behind one intake. A host that names another account gets what the service answers. */
import { Hono } from 'hono';

import { accountOfHost, isThisAccount } from './account-name.js';
import { driverApi } from './driver/routes.js';
import { intake } from './intake.js';
import { oauthRoutes } from './oauth-routes.js';
import { sqlApi } from './sql-api/routes.js';

import type { Sessions } from './driver/sessions.js';
import type { Front, FrontEnv, LoggedRequest } from './front.js';

export function frontApp(front: Front, requests: LoggedRequest[], sessions: Sessions): Hono<FrontEnv> {
    const app = new Hono<FrontEnv>();
    app.use(intake(front, requests));
    app.use(async (context, next) => {
        const account = accountOfHost(context.req.header('host'));
        // 403, 404 or 513: https://docs.snowflake.com/en/release-notes/bcr-bundles/un-bundled/bcr-1669
        if (account !== null && !isThisAccount(front.engine, account)) return context.text('404 Not Found', 404);
        return next();
    });
    app.route('/', oauthRoutes(front));
    app.route('/api/v2', sqlApi(front));
    app.route('/', driverApi(front, sessions));
    app.notFound((context) => context.body(null, 404));
    return app;
}
