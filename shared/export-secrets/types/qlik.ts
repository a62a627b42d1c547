/**
 * Qlik Cloud by API key. The tenant is hostile input where the Connect session leaves it open, and the key is sent to
 * it: only Qlik's own hosts pass. Tried by asking who the key belongs to.
 * https://qlik.dev/apis/rest/users/#get-v1-users-me
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { ActionableError } from '../../errors.js';
import { requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import { checkOverHttp } from '../http-check.js';
import { refuseLongHeader } from '../sizes.js';
import { API_KEY, vendorDestination } from '../vendor-destination.js';

const TENANT = /^[a-z0-9-]+(\.[a-z0-9-]+)?\.(qlikcloud|qlikcloudgov)\.com$/;

/** https://qlik.dev/apis/rest/users/#users-user */
const UserSchema = z.object({ id: z.string().min(1), status: anyText.optional() });

export const qlik = vendorDestination({
    type: 'qlik',
    integration: 'qlik-export',
    title: 'Qlik Cloud',
    triedBy: 'Qlik Cloud: who does the key belong to',
    provider: API_KEY,
    session: z.object({ tenant: z.string().describe('Host of the tenant, e.g. `acme.eu.qlikcloud.com`.') }),
    payload: z.object({
        type: z.literal('qlik'),
        tenant: z.preprocess(hostOf, z.string().regex(TENANT)),
        api_key: requiredText
    }),
    secret: ({ apiKey }) => ({ api_key: apiKey }),
    sensitive: ({ api_key: key }) => {
        refuseLongHeader(key);
        return [key];
    },
    formats: { page: asJson },
    test: async (nango, { tenant, api_key: key }) => {
        const { status } = await checkOverHttp({
            destination: 'Qlik Cloud',
            answer: UserSchema,
            notFound: 'Check the tenant, e.g. acme.eu.qlikcloud.com.',
            request: async () => {
                const answer = await nango.proxy<unknown>({
                    method: 'GET',
                    baseUrlOverride: `https://${tenant}`,
                    endpoint: '/api/v1/users/me',
                    headers: { authorization: `Bearer ${key}` },
                    retries: 1
                });
                return { status: answer.status, body: answer.data };
            }
        });
        if (status !== undefined && status !== 'active') {
            throw new ActionableError(
                'user_locked',
                'Qlik Cloud knows the key, but its user is not active.',
                'Ask a tenant administrator to enable the user, or use a key of another one, then create a new destination.'
            );
        }
    }
});

/** `https://acme.eu.qlikcloud.com/` and `acme.eu.qlikcloud.com` are the same tenant; nothing else may stand beside it. */
function hostOf(text: unknown): unknown {
    if (typeof text !== 'string') return text;
    return text
        .trim()
        .toLowerCase()
        .replace(/^https:\/\//, '')
        .replace(/\/$/, '');
}
