/**
 * Snowflake OAuth for one custom client, from the consent on: access tokens live for ten minutes and for one role, and a
 * refresh token brings the next one until its validity ends. What a browser does before that (`/oauth/authorize`) is
 * `consent` here. https://docs.snowflake.com/en/user-guide/oauth-custom
 */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';

import type { FrontEnv } from './front.js';

const ACCESS_TOKEN_SECONDS = 600;

interface Consent {
    readonly loginName: string;
    readonly role: string;
    withdrawn: boolean;
}

export interface OAuthGrant {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly expiresInSeconds: number;
}

export type OAuthVerdict = { readonly loginName: string; readonly role: string } | 'expired' | 'unknown';

const Form = z.object({ grant_type: z.string(), refresh_token: z.string().optional() });

export class OAuthServer {
    readonly client = { id: randomBytes(15).toString('base64url'), secret: randomBytes(24).toString('base64url') };
    /** How often a refresh token brought an access token. */
    refreshes = 0;
    readonly #now: () => number;
    readonly #byRefreshToken = new Map<string, Consent>();
    readonly #byAccessToken = new Map<string, { readonly consent: Consent; readonly expiresAtMs: number }>();

    constructor(now: () => number) {
        this.#now = now;
    }

    /** A user consents in the browser: the scopes `refresh_token session:role:<role>`. */
    consent(loginName: string, role: string): OAuthGrant {
        const consent: Consent = { loginName, role, withdrawn: false };
        const refreshToken = `ver:2-hint:${randomBytes(40).toString('base64url')}`;
        this.#byRefreshToken.set(refreshToken, consent);
        return { accessToken: this.#issue(consent), refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS };
    }

    /** ALTER USER … REMOVE DELEGATED AUTHORIZATIONS, or the refresh token's own end. */
    withdraw(refreshToken: string): void {
        const consent = this.#byRefreshToken.get(refreshToken);
        if (consent) consent.withdrawn = true;
    }

    check(accessToken: string): OAuthVerdict {
        const known = this.#byAccessToken.get(accessToken);
        if (known === undefined || known.consent.withdrawn) return 'unknown';
        if (known.expiresAtMs <= this.#now()) return 'expired';
        return { loginName: known.consent.loginName, role: known.consent.role };
    }

    /** `/oauth/token-request`; the client names itself by Basic authentication. */
    routes(): Hono<FrontEnv> {
        const app = new Hono<FrontEnv>();
        app.post('/oauth/token-request', async (context) => {
            const { id, secret } = this.client;
            const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
            if (context.req.header('authorization') !== basic) return refused('invalid_client', 'Invalid client.');
            const form = Form.safeParse(await context.req.parseBody());
            if (!form.success) return refused('invalid_request', 'The request is not valid.');
            const { grant_type: grant, refresh_token: refreshToken } = form.data;
            if (grant !== 'refresh_token') return refused('unsupported_grant_type', 'The grant type is not supported.');
            const consent = this.#byRefreshToken.get(refreshToken ?? '');
            if (consent === undefined || consent.withdrawn)
                return refused('invalid_grant', 'This is an invalid token.');
            this.refreshes += 1;
            return Response.json({
                access_token: this.#issue(consent),
                token_type: 'Bearer',
                expires_in: ACCESS_TOKEN_SECONDS,
                scope: `refresh_token session:role:${consent.role}`
            });
        });
        return app;
    }

    #issue(consent: Consent): string {
        const token = `ver:1-hint:${randomBytes(40).toString('base64url')}`;
        this.#byAccessToken.set(token, { consent, expiresAtMs: this.#now() + ACCESS_TOKEN_SECONDS * 1000 });
        return token;
    }
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2, with the fields of Snowflake's own answers beside it. */
function refused(error: string, message: string): Response {
    return Response.json({ data: null, message, code: null, success: false, error }, { status: 400 });
}
