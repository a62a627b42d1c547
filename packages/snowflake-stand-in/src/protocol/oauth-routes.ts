/** `/oauth/token-request` of the account; the client names itself by Basic authentication. */
import { Hono } from 'hono';
import { z } from 'zod';

import type { FrontEnv } from './front.js';
import type { OAuthServer } from './oauth.js';

const Form = z.object({ grant_type: z.string(), refresh_token: z.string().default('') });

export function oauthRoutes(oauth: OAuthServer): Hono<FrontEnv> {
    const app = new Hono<FrontEnv>();
    app.post('/oauth/token-request', async (context) => {
        const { id, secret } = oauth.client;
        const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
        if (!oauth.enabled || context.req.header('authorization') !== basic)
            return refused('invalid_client', 'Invalid client.');
        const form = Form.safeParse(await context.req.parseBody());
        if (!form.success) return refused('invalid_request', 'The request is not valid.');
        const { grant_type: grantType, refresh_token: refreshToken } = form.data;
        if (grantType !== 'refresh_token') return refused('unsupported_grant_type', 'The grant type is not supported.');
        const granted = oauth.refresh(refreshToken);
        if (granted === null) return refused('invalid_grant', 'This is an invalid token.');
        return Response.json({
            access_token: granted.accessToken,
            token_type: 'Bearer',
            expires_in: granted.expiresInSeconds,
            scope: `refresh_token session:role:${granted.role}`
        });
    });
    return app;
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2, with the fields of Snowflake's own answers beside it. */
function refused(error: string, message: string): Response {
    return Response.json({ data: null, message, code: null, success: false, error }, { status: 400 });
}
