/**
 * The AWS SDK's request handler over `nango.uncontrolledFetch`; the AWS bundle holds it
 * (source: scripts/vendor/aws/nango-request-handler.ts). Pass one as `requestHandler` to a client.
 */
import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';

/** The part of `nango` that carries the requests. */
export interface FetchingNango {
    uncontrolledFetch(options: {
        url: URL;
        method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
        headers?: Record<string, string>;
        body?: string;
    }): Promise<Response>;
}

export interface NangoRequestHandlerOptions {
    /** A request without a whole answer by then fails as a timeout, which the SDK retries. Default 30 seconds. */
    readonly requestTimeoutMs?: number;
}

export declare class NangoRequestHandler implements HttpHandler<Record<string, never>> {
    constructor(nango: FetchingNango, options?: NangoRequestHandlerOptions);
    readonly metadata: { readonly handlerProtocol: string };
    handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }>;
    updateHttpClientConfig(): void;
    httpHandlerConfigs(): Record<string, never>;
    destroy(): void;
}
