/**
 * What Nango's proxy makes of a function's request: the URL, the headers and the provider's own share of both.
 * Headers set by the function win. Credentials are those of the connection; the header templates are those of the
 * provider of the *running* function, which is why another provider's connection cannot be used this way.
 * A URL may name any part of the connection, and its credentials by their bare names too: `${password}`.
 */
import { getProvider } from '@nangohq/providers';
import * as z from 'zod';

import type { Provider } from '@nangohq/types';

/** The part of a connection that requests are built from. */
export const ProxyConnection = z.looseObject({
    connection_config: z.record(z.string(), z.unknown()),
    credentials: z.looseObject({ type: z.string().optional() })
});
export type ProxyConnection = z.infer<typeof ProxyConnection>;

export const ProxyRequest = z.looseObject({
    endpoint: z.string().default(''),
    method: z
        .string()
        .default('GET')
        .transform((method) => method.toUpperCase()),
    headers: z.record(z.string(), z.unknown()).default({}),
    params: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    data: z.unknown().optional(),
    retries: z.coerce.number().default(0),
    baseUrlOverride: z.string().optional(),
    responseType: z.enum(['arraybuffer', 'blob', 'document', 'json', 'text', 'stream']).optional(),
    retryOn: z.array(z.coerce.number()).nullish(),
    decompress: z.unknown().optional()
});
export type ProxyRequest = z.infer<typeof ProxyRequest>;

/** Nango's own refusals; a function sees them as plain errors with a code. */
export class ProxyError extends Error {
    readonly code: string;
    constructor(code: string, message = code) {
        super(message);
        this.name = 'ProxyError';
        this.code = code;
    }
}

export function providerOf(name: string): Provider {
    const provider = getProvider(name);
    if (provider === null) throw new ProxyError('unknown_provider');
    return provider;
}

/** `https://<subdomain>.snowflakecomputing.com/api/v2/statements?...`; strings as query go out byte for byte. */
export function proxyUrl(request: ProxyRequest, provider: Provider, connection: ProxyConnection): string {
    const base = request.baseUrlOverride === '' ? undefined : request.baseUrlOverride;
    const template = base ?? provider.proxy?.base_url;
    if (request.endpoint === '' && base === undefined) throw new ProxyError('missing_api_url');
    if (template === undefined) throw new ProxyError('unsupported_provider');
    const joined = [template.replace(/\/$/, ''), request.endpoint.replace(/^\//, '')].filter(Boolean).join('/');
    const full = interpolated(joined, connection);
    if (typeof request.params === 'string') {
        if (full.includes('?'))
            throw new ProxyError('invalid_query_params', 'Can not set query params in endpoint and in params');
        return new URL(`${full}${request.params.startsWith('?') ? '' : '?'}${request.params}`).toString();
    }
    const url = new URL(full);
    for (const [key, value] of Object.entries(request.params ?? {})) url.searchParams.set(key, String(value));
    return url.toString();
}

export function proxyHeaders(
    request: ProxyRequest,
    provider: Provider,
    connection: ProxyConnection,
    userAgent: string
): Record<string, string> {
    const headers: Record<string, string> = { 'user-agent': userAgent };
    const { credentials } = connection;
    if (credentials.type === 'BASIC') {
        const pair = `${textOf(credentials['username'])}:${textOf(credentials['password'])}`;
        headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else if (credentials.type === 'OAUTH2') {
        headers['authorization'] = `Bearer ${textOf(credentials['access_token'])}`;
    } else if (credentials.type === 'JWT') {
        headers['authorization'] = `Bearer ${textOf(credentials['token'])}`;
    }
    const templates: Record<string, unknown> = { ...provider.proxy?.headers };
    for (const [key, template] of Object.entries(templates)) {
        if (typeof template !== 'string') continue;
        headers[key.toLowerCase()] = interpolated(
            template.replaceAll('${accessToken}', textOf(credentials['token'])),
            connection
        );
    }
    for (const [key, value] of Object.entries(request.headers)) {
        if (value !== undefined && value !== null && key.toLowerCase() !== 'user-agent')
            headers[key.toLowerCase()] = String(value);
    }
    return headers;
}

function interpolated(template: string, connection: ProxyConnection): string {
    const values: Record<string, unknown> = {
        ...connection,
        connectionConfig: connection.connection_config,
        ...connection.credentials
    };
    return template.replaceAll(/\$\{([^{}]+)\}/g, (whole, path: string) => {
        const value = path.split('.').reduce<unknown>(at, values);
        return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
    });
}

function at(value: unknown, key: string): unknown {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined;
}

function textOf(value: unknown): string {
    return typeof value === 'string' ? value : '';
}
