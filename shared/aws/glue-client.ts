/**
 * The AWS SDK's Glue client over `nango.uncontrolledFetch`. Never over the proxy: for a connection of
 * another integration the runner would build the headers with the running function's provider.
 */
import { NangoRequestHandler, GlueClient } from '../vendor/aws.js';
import type { NangoHandle } from '../nango/handle.js';
import { loggedCall } from './call-log.js';
import { fetchingFor } from './fetching.js';
import type { AwsAccess } from './operator-connection.js';

/** The first attempt and four more, with the SDK's own backoff (throttling, 5xx, broken connections). */
const MAX_ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;

export interface GlueClientOptions {
    readonly requestTimeoutMs?: number;
    readonly maxAttempts?: number;
}

export function glueClient(nango: NangoHandle, access: AwsAccess, options: GlueClientOptions = {}): GlueClient {
    const { requestTimeoutMs = REQUEST_TIMEOUT_MS, maxAttempts = MAX_ATTEMPTS } = options;
    const client = new GlueClient({
        region: access.region,
        credentials: access.credentials,
        requestHandler: new NangoRequestHandler(fetchingFor(nango), { requestTimeoutMs }),
        maxAttempts,
        ...(access.glueEndpoint !== undefined && { endpoint: access.glueEndpoint })
    });
    client.middlewareStack.add(
        (next, context) => async (args) =>
            await loggedCall(nango, 'Glue', context.commandName, async () => await next(args)),
        { step: 'initialize', name: 'callLog', priority: 'high' }
    );
    return client;
}
