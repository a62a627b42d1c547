/**
 * Who a request of the SQL API comes from. The token's kind is in a header; without it the token itself is examined,
 * as the service does.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#request-headers-for-all-operations
 */
import { randomUUID } from 'node:crypto';

import type { Context } from 'hono';

import { checkKeyPairToken } from '../key-pair-token.js';
import { networkRefusal } from '../network-policy.js';
import type { Front, FrontEnv } from '../front.js';

import type { Login } from '../../types.js';

export type Caller =
    | { readonly login: Login }
    | { readonly status: 401; readonly code: string; readonly message: string; readonly reason: string };

export function authenticate(front: Front, context: Context<FrontEnv>): Caller {
    const entry = context.get('entry');
    const token = /^Bearer\s+(?<token>\S+)$/i.exec(context.req.header('authorization') ?? '')?.groups?.['token'];
    const verdict = token === undefined ? missing() : checkToken(front, context, token);
    const byToken = entry.auth === 'programmatic-access-token';
    const barred =
        'login' in verdict ? networkRefusal(verdict.login, context, byToken ? 'access-token' : 'other') : null;
    const caller = barred ? refuse(barred.code, barred.message, 'NETWORK_POLICY') : verdict;
    if (!('login' in caller)) entry.refusal = caller.reason;
    return caller;
}

function checkToken(front: Front, context: Context<FrontEnv>, token: string): Caller {
    const entry = context.get('entry');
    const said = context.req.header('x-snowflake-authorization-token-type')?.toUpperCase();
    switch (said ?? kindOf(front, token)) {
        case 'KEYPAIR_JWT':
            entry.auth = 'key-pair';
            return keyPair(front, context, token);
        case 'PROGRAMMATIC_ACCESS_TOKEN':
            entry.auth = 'programmatic-access-token';
            return accessToken(front, token);
        default:
            entry.auth = 'oauth';
            return oauth(front, token);
    }
}

function kindOf(front: Front, token: string): string {
    if (front.engine.findLoginByAccessToken(token) !== null) return 'PROGRAMMATIC_ACCESS_TOKEN';
    return token.split('.').length === 3 ? 'KEYPAIR_JWT' : 'OAUTH';
}

function keyPair(front: Front, context: Context<FrontEnv>, token: string): Caller {
    const expired = context.get('faults').some((fault) => fault.kind === 'expire-token');
    const verdict = checkKeyPairToken(front.engine, token, front.options.now());
    if ('fault' in verdict) return invalidToken(verdict.fault);
    return expired ? invalidToken('JWT_TOKEN_INVALID_EXPIRATION_TIME') : enabled(verdict.login);
}

/** The session has the role that the user consented to. */
function oauth(front: Front, token: string): Caller {
    const verdict = front.oauth.check(token);
    if (verdict === 'expired')
        return refuse('390318', `OAuth access token expired. [${randomUUID()}]`, 'OAUTH_ACCESS_TOKEN_EXPIRED');
    const login = verdict === 'unknown' ? null : front.engine.findLogin(verdict.loginName);
    if (verdict === 'unknown' || login === null)
        return refuse('390303', 'Invalid OAuth access token. ', 'OAUTH_ACCESS_TOKEN_INVALID');
    return enabled({ ...login, onlyRole: { name: verdict.role, of: 'consent' } });
}

/** The token names no user; Snowflake finds it by the token. */
function accessToken(front: Front, token: string): Caller {
    const login = front.engine.findLoginByAccessToken(token);
    if (login === null) {
        return refuse('394400', 'Programmatic access token is invalid.', 'PROGRAMMATIC_ACCESS_TOKEN_INVALID');
    }
    return enabled(login);
}

function enabled(login: Login): Caller {
    if (login.disabled) {
        return refuse(
            '390101',
            'User access disabled. Contact your local system administrator.',
            'USER_ACCESS_DISABLED'
        );
    }
    return { login };
}

/** The bracketed id is what an administrator looks the reason up by. */
function invalidToken(reason: string): Caller {
    return refuse('390144', `JWT token is invalid. [${randomUUID()}]`, reason);
}

function missing(): Caller {
    return refuse('390303', 'Invalid OAuth access token. ', 'NO_TOKEN');
}

function refuse(code: string, message: string, reason: string): Caller {
    return { status: 401, code, message, reason };
}
