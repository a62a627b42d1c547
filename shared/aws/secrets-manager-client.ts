/**
 * The AWS SDK's Secrets Manager client over `nango.uncontrolledFetch`. Never over the proxy: for a connection of
 * another integration the runner would build the headers with the running function's provider.
 */
import { NangoRequestHandler, SecretsManagerClient } from '../vendor/aws.js';
import type { NangoHandle } from '../nango/handle.js';
import { loggedCall } from './call-log.js';
import { fetchingFor } from './fetching.js';
import type { AwsAccess } from './operator-connection.js';

/** The first attempt and four more, with the SDK's own backoff (throttling, 5xx, broken connections). */
const MAX_ATTEMPTS = 5;

export function secretsManagerClient(nango: NangoHandle, access: AwsAccess): SecretsManagerClient {
    const client = new SecretsManagerClient({
        region: access.region,
        credentials: access.credentials,
        requestHandler: new NangoRequestHandler(fetchingFor(nango)),
        maxAttempts: MAX_ATTEMPTS,
        ...(access.secretsManagerEndpoint !== undefined && { endpoint: access.secretsManagerEndpoint })
    });
    client.middlewareStack.add(
        (next, context) => async (args) =>
            await loggedCall(nango, 'SecretsManager', context.commandName, async () => await next(args)),
        { step: 'initialize', name: 'callLog', priority: 'high' }
    );
    return client;
}
