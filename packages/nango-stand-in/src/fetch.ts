/**
 * `nango.uncontrolledFetch`: a plain `fetch` whose redirects Nango follows itself, one checked hop at a time.
 * Authorization and cookies stay behind when a redirect leaves the origin.
 */
import type { Network } from './network.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie'];
const BODY_HEADERS = [
    'content-length',
    'content-type',
    'content-encoding',
    'content-language',
    'content-location',
    'content-md5',
    'content-range',
    'transfer-encoding'
];

export interface FetchOptions {
    readonly url: URL;
    readonly method?: string;
    readonly headers?: Record<string, string> | undefined;
    readonly body?: string | null;
}

/** A refusal as functions see it; the caller turns it into Nango's `ActionError`. */
export class FetchRefused extends Error {
    readonly code: string;
    constructor(code: string, message: string) {
        super(message);
        this.code = code;
    }
}

export async function uncontrolledFetch(
    network: Network,
    options: FetchOptions,
    onHop: (url: string, method: string, send: () => Promise<Response>) => Promise<Response>
): Promise<Response> {
    if (!(options.url instanceof URL)) throw new TypeError('uncontrolledFetch: url must be a URL');
    if (options.body !== undefined && options.body !== null && typeof options.body !== 'string') {
        throw new TypeError('uncontrolledFetch: body must be a string');
    }
    let url = new URL(options.url.href);
    let method = options.method ?? 'GET';
    let body = options.body ?? undefined;
    const headers = new Headers(options.headers);
    await assertAllowed(network, url);
    // The global `fetch` takes undici's dispatchers, but its types know another version of undici.
    const dispatched: object = { dispatcher: network.dispatcher };
    for (let redirects = 0; ; redirects++) {
        const init: RequestInit = {
            ...dispatched,
            method,
            headers: new Headers(headers),
            redirect: 'manual',
            ...(body === undefined ? {} : { body })
        };
        const target = url;
        const response = await onHop(url.href, method, () => fetch(target, init));
        const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
        if (location === null || network.policy.maxRedirects === 0) return response;
        await response.body?.cancel();
        if (redirects >= network.policy.maxRedirects) {
            throw new FetchRefused(
                'too_many_redirects',
                `Exceeded maximum of ${network.policy.maxRedirects} redirects.`
            );
        }
        const next = URL.parse(location, url.href);
        if (next === null)
            throw new FetchRefused('invalid_redirect', 'Redirect Location could not be parsed as a URL.');
        if (!network.policy.allowedSchemes.has(next.protocol))
            throw new FetchRefused('invalid_redirect', 'Redirect Location must use http: or https:.');
        await assertAllowed(network, next);
        if (next.origin !== url.origin) for (const name of CREDENTIALS) headers.delete(name);
        if (becomesGet(response.status, method.toUpperCase())) {
            method = 'GET';
            body = undefined;
            for (const name of BODY_HEADERS) headers.delete(name);
        }
        url = next;
    }
}

async function assertAllowed(network: Network, url: URL): Promise<void> {
    if ((await network.fetchRefusal(url.href)) !== null) {
        throw new FetchRefused('url_not_allowed', 'This URL is not allowed by server configuration.');
    }
}

function becomesGet(status: number, method: string): boolean {
    return status === 303
        ? method !== 'GET' && method !== 'HEAD'
        : (status === 301 || status === 302) && method === 'POST';
}
