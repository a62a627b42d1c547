/**
 * Qlik Cloud by API key. The tenant is hostile input where the Connect session leaves it open, and the key is sent to
 * it: only Qlik's own hosts pass. Tried by asking who the key belongs to.
 * https://qlik.dev/apis/rest/users/#get-v1-users-me
 */
import { z } from 'zod';
import { ActionableError } from '../../errors.js';
import type { Destination } from '../destination-type.js';
import { contentIn, parseCredentials, requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import type { Formats } from '../formats.js';
import { checkOverHttp } from '../http-check.js';
import { refuseLongHeader } from '../sizes.js';

const TENANT = /^[a-z0-9-]+(\.[a-z0-9-]+)?\.(qlikcloud|qlikcloudgov)\.com$/;

const PayloadSchema = z.object({
    type: z.literal('qlik'),
    tenant: z.preprocess(hostOf, z.string().regex(TENANT)),
    api_key: requiredText
});

const ConnectionSchema = z.object({
    credentials: z.object({ apiKey: z.string().optional() }),
    connection_config: z.looseObject({ tenant: z.unknown() }).nullish()
});

/** https://qlik.dev/apis/rest/users/#users-user */
const UserSchema = z.object({ id: z.string().min(1), status: z.string().optional() });

type Payload = z.infer<typeof PayloadSchema>;

const FORMATS: Formats<Payload> = { page: asJson };

export const qlik: Destination = {
    type: 'qlik',
    integration: 'qlik-export',
    provider: 'private-api-bearer',
    title: 'Qlik Cloud',
    options: [],
    formats: Object.keys(FORMATS),
    prepare: async (nango) => {
        const { credentials, connection_config: config } = parseCredentials(
            'qlik',
            ConnectionSchema,
            await nango.getConnection()
        );
        const payload = parseCredentials('qlik', PayloadSchema, {
            type: 'qlik',
            tenant: config?.tenant,
            api_key: credentials.apiKey
        });
        refuseLongHeader(payload.api_key);
        return {
            content: contentIn(FORMATS, payload),
            metadata: { tenant: payload.tenant },
            sensitive: [payload.api_key],
            test: async () => {
                const { status } = await checkOverHttp({
                    destination: 'Qlik Cloud',
                    answer: UserSchema,
                    notFound: 'Check the tenant, e.g. acme.eu.qlikcloud.com.',
                    request: async () => {
                        const answer = await nango.proxy<unknown>({
                            method: 'GET',
                            baseUrlOverride: `https://${payload.tenant}`,
                            endpoint: '/api/v1/users/me',
                            headers: { authorization: `Bearer ${payload.api_key}` },
                            retries: 1
                        });
                        return { status: answer.status, body: answer.data };
                    }
                });
                if (status !== undefined && status !== 'active') throw notActive();
            }
        };
    }
};

function notActive(): ActionableError {
    return new ActionableError(
        'user_locked',
        'Qlik Cloud knows the key, but its user is not active.',
        'Ask a tenant administrator to enable the user, or use a key of another one, then create a new destination.'
    );
}

/** `https://acme.eu.qlikcloud.com/` and `acme.eu.qlikcloud.com` are the same tenant; nothing else may stand beside it. */
function hostOf(text: unknown): unknown {
    if (typeof text !== 'string') return text;
    return text
        .trim()
        .toLowerCase()
        .replace(/^https:\/\//, '')
        .replace(/\/$/, '');
}
