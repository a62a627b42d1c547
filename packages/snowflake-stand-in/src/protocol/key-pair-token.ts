/**
 * Checks a key-pair token as Snowflake does: RS256 by one of the user's keys, and claims that name the account,
 * the user and the key's fingerprint. The client only learns "JWT token is invalid"; the reason is for the log.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

import { z } from 'zod';

import type { Engine, Login } from '../types.js';

import { isThisAccount } from './account-name.js';

/** https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting#list-of-errors */
export type TokenFault =
    | 'JWT_TOKEN_INVALID'
    | 'JWT_TOKEN_ACCOUNT_MISMATCH'
    | 'JWT_TOKEN_INVALID_USER_IN_ISSUER'
    | 'JWT_TOKEN_MISSING_ISSUE_OR_EXPIRATION_TIME'
    | 'JWT_TOKEN_INVALID_ISSUE_TIME'
    | 'JWT_TOKEN_INVALID_EXPIRATION_TIME'
    | 'JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH'
    | 'JWT_TOKEN_INVALID_ALGORITHM'
    | 'JWT_TOKEN_INVALID_SIGNATURE';

export type TokenVerdict = { readonly login: Login } | { readonly fault: TokenFault };

const Header = z.object({ alg: z.string() });
const Claims = z.object({
    iss: z.string(),
    sub: z.string(),
    iat: z.number().optional(),
    exp: z.number().optional()
});

/** A token is good for an hour at most, whatever its `exp` says; clocks may differ by a minute. */
const LONGEST_LIFE_SECONDS = 3600;
const CLOCK_LEEWAY_SECONDS = 60;

export function checkKeyPairToken(engine: Engine, token: string, nowMs: number): TokenVerdict {
    const [head = '', payload = '', signature = '', ...more] = token.split('.');
    const header = Header.safeParse(decode(head));
    const claims = Claims.safeParse(decode(payload));
    if (more.length > 0 || !header.success || !claims.success) return { fault: 'JWT_TOKEN_INVALID' };
    if (header.data.alg !== 'RS256') return { fault: 'JWT_TOKEN_INVALID_ALGORITHM' };

    const { iss, sub, iat, exp } = claims.data;
    // Names may hold dots (e-mail addresses do): the account ends at the first, the fingerprint starts after the last.
    const dot = sub.indexOf('.');
    if (dot < 1 || !iss.startsWith(`${sub}.SHA256:`)) return { fault: 'JWT_TOKEN_INVALID' };
    // "The account_identifier and user values must use all uppercase characters."
    if (sub !== sub.toUpperCase()) return { fault: 'JWT_TOKEN_INVALID' };
    if (!isThisAccount(engine, sub.slice(0, dot))) return { fault: 'JWT_TOKEN_ACCOUNT_MISMATCH' };
    const login = engine.findLogin(sub.slice(dot + 1));
    if (login === null) return { fault: 'JWT_TOKEN_INVALID_USER_IN_ISSUER' };

    const fingerprint = iss.slice(sub.length + 1);
    const key = login.publicKeys.find((pem) => fingerprintOf(pem) === fingerprint);
    if (key === undefined) return { fault: 'JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH' };
    const signed = Buffer.from(`${head}.${payload}`);
    if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) {
        return { fault: 'JWT_TOKEN_INVALID_SIGNATURE' };
    }
    const fault = checkTimes(iat, exp, nowMs / 1000);
    if (fault !== null) return { fault };
    engine.recordKeyUse?.(login.loginName, key);
    const role = login.keyRoles?.get(key);
    return { login: role === undefined ? login : { ...login, onlyRole: { name: role, of: 'key-pair' } } };
}

function checkTimes(iat: number | undefined, exp: number | undefined, now: number): TokenFault | null {
    if (iat === undefined || exp === undefined) return 'JWT_TOKEN_MISSING_ISSUE_OR_EXPIRATION_TIME';
    const issued = asSeconds(iat);
    const expires = Math.min(asSeconds(exp), issued + LONGEST_LIFE_SECONDS);
    if (issued > now + CLOCK_LEEWAY_SECONDS) return 'JWT_TOKEN_INVALID_ISSUE_TIME';
    return expires <= now ? 'JWT_TOKEN_INVALID_EXPIRATION_TIME' : null;
}

/** Snowflake's own Node driver writes both times in milliseconds, and Snowflake takes them. */
function asSeconds(time: number): number {
    return time > 100_000_000_000 ? time / 1000 : time;
}

export function fingerprintOf(publicKeyPem: string): string {
    const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
    return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}

function decode(part: string): unknown {
    try {
        return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    } catch {
        return undefined;
    }
}
