/**
 * OAuth's two addresses of the account: `/oauth/authorize`, where a user signs in and consents in the browser, and
 * `/oauth/token-request`, where the client names itself by Basic authentication.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';

import type { Context } from 'hono';

import { StatementFailure } from '../types.js';
import type { Front, FrontEnv } from './front.js';
import type { OAuthServer } from './oauth.js';

const TokenForm = z.object({
    grant_type: z.string(),
    refresh_token: z.string().default(''),
    code: z.string().default(''),
    redirect_uri: z.string().default('')
});
const AuthorizeQuery = z.object({
    client_id: z.string(),
    response_type: z.literal('code'),
    redirect_uri: z.string(),
    scope: z.string().default(''),
    state: z.string().optional()
});
const ConsentForm = z.object({
    username: z.string().default(''),
    password: z.string().default(''),
    answer: z.enum(['allow', 'deny'])
});

/** https://docs.snowflake.com/en/user-guide/oauth-custom#blocking-specific-roles-from-using-the-integration */
const BLOCKED_ROLES: ReadonlySet<string> = new Set(['ACCOUNTADMIN', 'ORGADMIN', 'GLOBALORGADMIN', 'SECURITYADMIN']);

export function oauthRoutes(front: Front): Hono<FrontEnv> {
    const { oauth } = front;
    const app = new Hono<FrontEnv>();

    app.on(['GET', 'POST'], '/oauth/authorize', async (context) => {
        const query = AuthorizeQuery.safeParse(context.req.query());
        const isKnown =
            query.success &&
            query.data.client_id === oauth.client.id &&
            oauth.enabled &&
            oauth.redirectUri !== null &&
            query.data.redirect_uri === oauth.redirectUri;
        if (!isKnown) return context.html(invalid(), 400);
        const { redirect_uri: back, scope, state } = query.data;
        if (context.req.method === 'GET') return context.html(consentPage(null));
        const form = ConsentForm.safeParse(await context.req.parseBody());
        if (!form.success) return context.html(invalid(), 400);
        const { username, password, answer } = form.data;
        if (answer === 'deny') return context.redirect(returning(back, { error: 'access_denied', state }));
        const login = front.engine.findLogin(username);
        if (login === null || login.disabled || login.password === null || login.password !== password) {
            return context.html(consentPage('Incorrect username or password was specified.'), 401);
        }
        const lasts = scope.split(' ').includes('refresh_token');
        const role = consentedRole(front, login.loginName, scope);
        if (role === null) return context.html(invalid(), 400);
        return context.redirect(
            returning(back, { code: oauth.codeFor({ loginName: login.loginName, role, lasts }), state })
        );
    });

    app.post('/oauth/token-request', async (context) => {
        if (!isClient(context, oauth)) return refused('invalid_client', 'Invalid client.');
        const form = TokenForm.safeParse(await context.req.parseBody());
        if (!form.success) return refused('invalid_request', 'The request is not valid.');
        const { grant_type: type, refresh_token: refreshToken, code, redirect_uri: back } = form.data;
        if (type !== 'refresh_token' && type !== 'authorization_code') {
            return refused('unsupported_grant_type', 'The grant type is not supported.');
        }
        const granted =
            type === 'refresh_token'
                ? oauth.refresh(refreshToken)
                : back === oauth.redirectUri
                  ? oauth.redeem(code)
                  : null;
        if (granted === null) return refused('invalid_grant', 'This is an invalid token.');
        return Response.json({
            access_token: granted.accessToken,
            ...(type === 'authorization_code' && granted.lasts && { refresh_token: granted.refreshToken }),
            token_type: 'Bearer',
            expires_in: granted.expiresInSeconds,
            scope: `${granted.lasts ? 'refresh_token ' : ''}session:role:${granted.role}`
        });
    });
    return app;
}

/** The scope's, or else the user's default; null where a consent to it is not valid. */
function consentedRole(front: Front, loginName: string, scope: string): string | null {
    const wanted = /(?:^| )session:role:(\S+)/.exec(scope)?.[1];
    try {
        const { role } = front.engine.openSession(loginName, { role: wanted });
        return role === null || BLOCKED_ROLES.has(role) ? null : role;
    } catch (error) {
        if (error instanceof StatementFailure) return null;
        throw error;
    }
}

function isClient(context: Context<FrontEnv>, { client: { id, secret }, enabled }: OAuthServer): boolean {
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    return enabled && context.req.header('authorization') === basic;
}

function returning(address: string, parameters: Readonly<Record<string, string | undefined>>): string {
    const url = new URL(address);
    for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined) url.searchParams.set(name, value);
    }
    return url.href;
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2, with the fields of Snowflake's own answers beside it. */
function refused(error: string, message: string): Response {
    return Response.json({ data: null, message, code: null, success: false, error }, { status: 400 });
}

type Page = ReturnType<typeof html>;

function page(body: Page): Page {
    return html`<!doctype html>
        <html lang="en">
            <head>
                <title>Snowflake</title>
                <style>
                    body {
                        font: 16px system-ui;
                        max-width: 24rem;
                        margin: 3rem auto;
                        padding: 0 1rem;
                    }
                    label {
                        display: block;
                        margin: 1rem 0;
                    }
                    input {
                        display: block;
                        width: 100%;
                        box-sizing: border-box;
                        padding: 0.5rem;
                    }
                    button {
                        padding: 0.5rem 1rem;
                        margin-right: 0.5rem;
                    }
                </style>
            </head>
            <body>
                ${body}
            </body>
        </html>`;
}

function invalid(): Page {
    return page(html`<h1>Invalid consent request.</h1>`);
}

/** Signing in and consenting are two pages of Snowflake's. */
function consentPage(refusal: string | null): Page {
    return page(
        html`<h1>Sign in to Snowflake</h1>
            ${refusal === null ? '' : html`<p role="alert">${refusal}</p>`}
            <form method="post">
                <label>Username <input name="username" autocomplete="username" /></label>
                <label>Password <input name="password" type="password" autocomplete="current-password" /></label>
                <p>The application would like to access Snowflake as you.</p>
                <button name="answer" value="allow">Allow</button>
                <button name="answer" value="deny">Deny</button>
            </form>`
    );
}
