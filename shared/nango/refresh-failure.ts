/**
 * Nango could not renew the access of an OAuth connection: it then gives the connection to nobody, so that every request
 * and every look at the connection fails alike. Which code says so depends on the version of Nango, and on whom was asked:
 * the connection itself, or the proxy. https://nango.dev/docs/guides/platform/api-auth#refresh
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';

const AnswerSchema = z.object({
    error: z.object({ code: anyText, message: anyText.catch('') })
});
const ThrownSchema = z.object({ response: z.object({ data: z.unknown() }) });

const CODES: ReadonlySet<string> = new Set([
    'connection_refresh_backoff',
    'connection_refresh_exhausted',
    'invalid_credentials',
    'invalid_refresh_token',
    'refresh_token_external_error'
]);
/** What Nango's servers say under a code that stands for all trouble of theirs. */
const WORDS = /refresh (or test credentials|the access token|limit|attempt)|Failed to get connection credentials/i;

export function isRefreshFailure(error: unknown): boolean {
    const thrown = ThrownSchema.safeParse(error);
    return thrown.success && isRefreshRefusal(thrown.data.response.data);
}

/** Of a body that was read already. */
export function isRefreshRefusal(body: unknown): boolean {
    const answer = AnswerSchema.safeParse(body);
    if (!answer.success) return false;
    const { code, message } = answer.data.error;
    return CODES.has(code) || (code === 'server_error' && WORDS.test(message));
}

export function refreshFailure(): ActionableError {
    return new ActionableError(
        'authorization_ended',
        'Nango could not renew the access to Snowflake.',
        'If this lasts, reconnect: the consent was withdrawn, or its refresh token has expired (OAUTH_REFRESH_TOKEN_VALIDITY of the security integration, 90 days unless set). Where reconnecting fails too: the security integration is disabled, its client secret is not the one that Nango has, or the connection names another account.'
    );
}
