/**
 * The AWS SDK's clients over `nango.uncontrolledFetch`. Never over the proxy: for a connection of another integration
 * the runner would build the headers with the running function's provider.
 */
import { GlueClient, NangoRequestHandler, SecretsManagerClient } from '../vendor/aws.js';
import type { NangoHandle } from '../nango/handle.js';
import { loggedCall } from './call-log.js';
import { fetchingFor } from './fetching.js';
import type { AwsAccess } from './operator-connection.js';

/** The first attempt and four more, with the SDK's own backoff (throttling, 5xx, broken connections). */
const MAX_ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;

export interface ClientOptions {
    readonly requestTimeoutMs?: number;
    readonly maxAttempts?: number;
}

export function secretsManagerClient(nango: NangoHandle, access: AwsAccess): SecretsManagerClient {
    const client = new SecretsManagerClient(configOf(nango, access, access.secretsManagerEndpoint));
    client.middlewareStack.add(logged(nango, 'SecretsManager'), AROUND_ATTEMPTS);
    return client;
}

export function glueClient(nango: NangoHandle, access: AwsAccess, options: ClientOptions = {}): GlueClient {
    const client = new GlueClient(configOf(nango, access, access.glueEndpoint, options));
    client.middlewareStack.add(logged(nango, 'Glue'), AROUND_ATTEMPTS);
    return client;
}

function configOf(
    nango: NangoHandle,
    { region, credentials }: AwsAccess,
    endpoint: string | undefined,
    { requestTimeoutMs = REQUEST_TIMEOUT_MS, maxAttempts = MAX_ATTEMPTS }: ClientOptions = {}
) {
    return {
        region,
        credentials,
        requestHandler: new NangoRequestHandler(fetchingFor(nango), { requestTimeoutMs }),
        maxAttempts,
        ...(endpoint !== undefined && { endpoint })
    };
}

const AROUND_ATTEMPTS = { step: 'initialize', name: 'callLog', priority: 'high' } as const;

/** The SDK's middleware that logs each call. */
function logged(nango: Pick<NangoHandle, 'log'>, service: string) {
    return <Args, Answer extends { output: unknown }>(
        next: (args: Args) => Promise<Answer>,
        { commandName }: { readonly commandName?: string }
    ) =>
        async (args: Args): Promise<Answer> =>
            await loggedCall(nango, service, commandName, async () => await next(args));
}
