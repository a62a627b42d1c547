/** Finds the session of a request by its token, or the answer that the service gives instead. */
import type { Context } from 'hono';

import type { FrontEnv } from '../front.js';

import { refuse } from './envelope.js';

import type { DriverSession, NoSession, Sessions } from './sessions.js';

export function withSession(sessions: Sessions, context: Context<FrontEnv>): DriverSession | Response {
    context.get('entry').auth = 'session-token';
    const found = expiredOnOrder(context) ? 'expired' : sessions.bySessionToken(tokenOf(context));
    return typeof found === 'string'
        ? refusal(found, '390112', 'Your session has expired. Please login again.')
        : found;
}

export function withMasterToken(sessions: Sessions, context: Context<FrontEnv>): DriverSession | Response {
    context.get('entry').auth = 'master-token';
    const found = expiredOnOrder(context) ? 'expired' : sessions.byMasterToken(tokenOf(context));
    const message = 'Authentication token has expired.  The user must authenticate again.';
    return typeof found === 'string' ? refusal(found, '390114', message) : found;
}

function refusal(why: NoSession, expiredCode: string, expiredMessage: string): Response {
    switch (why) {
        case 'expired':
            return refuse({ code: expiredCode, message: expiredMessage });
        case 'gone':
            return refuse({
                code: '390111',
                message: 'Session no longer exists.  New login required to access the service.'
            });
        case 'invalid':
            return refuse({ code: '390104', message: 'Session token is invalid.', status: 401 });
        default:
            return why satisfies never;
    }
}

function tokenOf(context: Context<FrontEnv>): string {
    return (
        /^Snowflake Token="(?<token>[^"]+)"$/.exec(context.req.header('authorization') ?? '')?.groups?.['token'] ?? ''
    );
}

function expiredOnOrder(context: Context<FrontEnv>): boolean {
    return context.get('faults').some((fault) => fault.kind === 'expire-token');
}
