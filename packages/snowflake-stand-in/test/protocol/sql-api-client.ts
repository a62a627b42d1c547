/** A bare client of the SQL API: what curl would send, so that tests see the answers as they are. */
import { createHash, createPublicKey } from 'node:crypto';

import jwt from 'jsonwebtoken';

export interface TokenClaims {
    readonly account?: string;
    readonly user?: string;
    readonly issuer?: string;
    readonly issuedAt?: number;
    readonly lifetimeSeconds?: number;
}

/** https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication */
export function keyPairToken(privateKey: string, user: string, claims: TokenClaims = {}): string {
    const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    const fingerprint = `SHA256:${createHash('sha256').update(der).digest('base64')}`;
    const subject = `${claims.account ?? 'XY12345'}.${claims.user ?? user}`;
    const iat = claims.issuedAt ?? Math.floor(Date.now() / 1000);
    const exp = iat + (claims.lifetimeSeconds ?? 3600);
    return jwt.sign({ iss: claims.issuer ?? `${subject}.${fingerprint}`, sub: subject, iat, exp }, privateKey, {
        algorithm: 'RS256'
    });
}

export interface Reply {
    readonly status: number;
    readonly headers: Headers;
    readonly body: Record<string, unknown>;
}

export async function call(
    url: string,
    token: string | null,
    init: {
        readonly method?: string;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
    } = {}
): Promise<Reply> {
    const response = await fetch(url, {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: {
            accept: 'application/json',
            ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...init.headers
        },
        ...(init.body === undefined
            ? {}
            : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) })
    });
    const text = await response.text();
    const body: Record<string, unknown> = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, body };
}
