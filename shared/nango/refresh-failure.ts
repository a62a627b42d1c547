/**
 * Nango could not renew the access of an OAuth connection: it then gives the connection to nobody, so that every request
 * and every look at the connection fails alike. https://nango.dev/docs/guides/platform/api-auth#refresh
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';

const CodeSchema = z
    .object({ response: z.object({ data: z.object({ error: z.object({ code: z.string() }) }) }) })
    .transform((thrown) => thrown.response.data.error.code)
    .catch('');
const CODES: ReadonlySet<string> = new Set([
    'connection_refresh_exhausted',
    'invalid_refresh_token',
    'refresh_token_external_error'
]);

export function isRefreshFailure(error: unknown): boolean {
    return CODES.has(CodeSchema.parse(error));
}

export function refreshFailure(): ActionableError {
    return new ActionableError(
        'authorization_ended',
        'Nango could not renew the access to Snowflake.',
        'If this lasts, reconnect: the consent was withdrawn, or its refresh token has expired (OAUTH_REFRESH_TOKEN_VALIDITY of the security integration, 90 days unless set).'
    );
}
