/**
 * `nango.proxy`: one axios request, again when `retries` allows it. Retry-After is not honoured, as on a server; a 401
 * is tried again only if the connection's credentials have changed meanwhile.
 * Responses and errors are axios's own, because functions look into them.
 */
import { absoluteUrlFromRedirectRequestOptions } from '@nangohq/egress';
import axios, { isAxiosError } from 'axios';

import { ProxyError, providerOf, proxyHeaders, proxyUrl } from './proxy-request.js';

import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { Network } from './network.js';
import type { ProxyConnection, ProxyRequest } from './proxy-request.js';

const FIRST_WAIT_MS = 3_000;
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const NETWORK_ERRORS = new Set([
    'ECONNRESET',
    'ETIMEDOUT',
    'ECONNABORTED',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAI_AGAIN',
    'EPIPE',
    'ENOTFOUND'
]);

export interface ProxyCall {
    readonly request: ProxyRequest;
    /** Of the running function, also when the connection is another integration's. */
    readonly provider: string;
    readonly userAgent: string;
    readonly network: Network;
    readonly timeScale: number;
    /** Asked before each attempt, so that a renewed token is used. */
    connection(): Promise<ProxyConnection>;
    forgetConnection(): void;
    onAttempt(send: () => Promise<AxiosResponse>, url: string, method: string): Promise<AxiosResponse>;
    onRetry(message: string): void;
}

export async function proxy(call: ProxyCall): Promise<AxiosResponse> {
    const { request } = call;
    let previous: string | null = null;
    let credentialsChanged = true;
    for (let attempt = 0, waitMs = FIRST_WAIT_MS; ; attempt++, waitMs *= 2) {
        const connection = await call.connection();
        const credentials = JSON.stringify(connection.credentials);
        credentialsChanged = previous === null || previous !== credentials;
        previous = credentials;
        const config = await axiosConfig(call, connection);
        try {
            return await call.onAttempt(() => axios.request(config), config.url, request.method);
        } catch (error) {
            const reason = retryReason(error, request);
            if (reason === 'status_code_401') call.forgetConnection();
            const again =
                reason !== null && attempt < request.retries && (reason !== 'status_code_401' || credentialsChanged);
            if (request.retries > 0) {
                call.onRetry(
                    again
                        ? `Retrying HTTP call (reason: ${reason}). Waiting for ${waitMs}ms [${attempt + 1}/${request.retries}]`
                        : `Skipping retry HTTP call (reason: ${reason ?? 'not_retryable'}) [${attempt + 1}/${request.retries}]`
                );
            }
            if (!again) throw error;
            await new Promise((resolve) => setTimeout(resolve, waitMs / call.timeScale));
        }
    }
}

async function axiosConfig(
    call: ProxyCall,
    connection: ProxyConnection
): Promise<AxiosRequestConfig & { url: string }> {
    const { request, network } = call;
    const provider = providerOf(call.provider);
    const url = proxyUrl(request, provider, connection);
    const refusal = await network.refusal(url);
    // A name that is not found is not refused: the request fails on its look-up, with the look-up's own code.
    if (refusal !== null && refusal.code !== 'dns_resolution_failed')
        throw new ProxyError('base_url_override_denied', refusal.message);
    const headers = proxyHeaders(request, provider, connection, call.userAgent);
    return {
        method: request.method,
        url,
        headers,
        proxy: false,
        httpAgent: network.httpAgent,
        httpsAgent: network.httpsAgent,
        maxRedirects: network.policy.maxRedirects,
        beforeRedirect: (options) => {
            const target = absoluteUrlFromRedirectRequestOptions(options);
            if (target !== null && !network.allowsRedirect(target))
                throw new ProxyError('redirect_denied', 'Redirect target is not allowed.');
            // Nango sends all of the request's headers along, the authorization too.
            Object.assign(options['headers'], headers);
        },
        ...(request.responseType === undefined ? {} : { responseType: request.responseType }),
        ...(request.data !== undefined && METHODS_WITH_BODY.has(request.method) ? { data: request.data } : {})
    };
}

function retryReason(error: unknown, request: ProxyRequest): string | null {
    if (!isAxiosError(error)) return null;
    if (error.response === undefined) {
        return NETWORK_ERRORS.has(error.code ?? '') || error.message === 'socket hang up' ? 'network_error' : null;
    }
    const { status } = error.response;
    if (status >= 500 || status === 429 || status === 401) return `status_code_${status}`;
    return request.retryOn?.includes(status) === true ? `retry_on_${status}` : null;
}
