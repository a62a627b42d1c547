/**
 * What Microsoft Entra says of a client's credentials. The status tells little (a wrong tenant is a 400): the AADSTS code
 * does, and it is what Microsoft's support and documentation go by.
 * https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../../schema.js';
import { ActionableError } from '../../errors.js';
import type { HttpAnswer } from '../http-check.js';

const RefusalSchema = z.object({
    error: anyText.catch(''),
    error_codes: z.array(anyNumber).catch([]),
    error_description: anyText.catch('')
});

export const CHECK_TENANT = 'Check the tenant id: it is the Directory (tenant) ID of the app registration.';
const CHECK_CLIENT =
    'Check the client id: it is the Application (client) ID, and the app must be registered in this tenant.';
const CHECK_SECRET = 'Check the client secret: its value is needed, not its id. Make a new one where it has expired.';

const RULES: Readonly<Record<string, readonly [code: string, remedy: string]>> = {
    '90002': ['destination_not_found', CHECK_TENANT],
    '900023': ['destination_not_found', CHECK_TENANT],
    '900021': ['destination_not_found', CHECK_TENANT],
    '700016': ['invalid_credentials', CHECK_CLIENT],
    '900144': ['invalid_credentials', CHECK_CLIENT],
    '7000215': ['invalid_credentials', CHECK_SECRET],
    '7000222': ['invalid_credentials', CHECK_SECRET],
    '7000112': ['user_locked', 'The application is disabled in this tenant: ask an administrator to enable it.'],
    '53003': [
        'network_policy',
        'A Conditional Access policy blocks the application: ask an administrator to allow it.'
    ],
    '500011': ['invalid_credentials', 'Power BI is not enabled in this tenant.']
};
const PASSING = new Set(['temporarily_unavailable', 'server_error']);

export function refusalOf({ status, body }: HttpAnswer): ActionableError | null {
    const said = RefusalSchema.safeParse(body).data;
    if (said === undefined || status >= 500 || status === 429 || PASSING.has(said.error)) return null;
    const number = /\bAADSTS(\d{4,8})\b/.exec(said.error_description)?.[1] ?? said.error_codes[0]?.toString();
    if (number === undefined) return null;
    const [code, remedy] = RULES[number] ?? ['invalid_credentials', `${CHECK_CLIENT} ${CHECK_SECRET}`];
    return new ActionableError(
        code,
        `Microsoft Entra refused the credentials (AADSTS${number}).`,
        `${remedy} Then reconnect and create a new destination.`,
        { entra_error: `AADSTS${number}` }
    );
}
