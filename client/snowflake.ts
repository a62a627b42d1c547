/** The client an app makes once, over its own `@nangohq/node` instance. */
import { CallError, calling } from './call-error.js';
import { createSession } from './connect.js';
import type { ConnectOptions, ConnectSession } from './connect.js';
import { openConnection } from './connection.js';
import type { Connection } from './connection.js';
import type { NangoNode } from './nango-node.js';
import type { IntegrationId } from './names.js';
import { setUpIntegration } from './set-up.js';
import type { SetUpOptions } from './set-up.js';
import { parseWebhook } from './webhooks.js';
import type { Webhook } from './webhooks.js';

export interface SnowflakeClient {
    /** Begins a connection (or renews one): the token goes to the browser. */
    connectSession(options: ConnectOptions): Promise<ConnectSession>;
    /**
     * Makes an integration in Nango with its id, provider and a name that customers can read, or gives that name to one that
     * is there. Deploy the functions afterwards.
     */
    setUpIntegration(integration: IntegrationId, options?: SetUpOptions): Promise<void>;
    /** A connection that exists; asks nobody. */
    connection<I extends IntegrationId>(integration: I, connectionId: string): Connection<I>;
    /**
     * A webhook of Nango's, once its signature is checked; null when it is not about this package. `body` is the
     * request's body as it arrived, as text: parsed and written again, its signature no longer fits.
     */
    webhook(body: string, headers: Readonly<Record<string, unknown>>): Webhook | null;
}

export interface SnowflakeClientOptions {
    /**
     * Hosts of accounts beside Snowflake's own, as the environment variable SNOWFLAKE_ALLOWED_HOST_SUFFIXES in Nango lists
     * them for the functions.
     */
    readonly hostSuffixes?: readonly string[] | undefined;
}

export function snowflake(nango: NangoNode, { hostSuffixes = [] }: SnowflakeClientOptions = {}): SnowflakeClient {
    return {
        connectSession: async (options) =>
            await calling(
                { integration: options.integration, call: 'connect session' },
                async () => await createSession(nango, options, hostSuffixes)
            ),
        setUpIntegration: async (integration, options) => {
            await calling(
                { integration, call: 'set up integration' },
                async () => await setUpIntegration(nango, integration, options)
            );
        },
        connection: (integration, connectionId) => openConnection(nango, integration, connectionId),
        webhook: (body, headers) => {
            if (nango.verifyIncomingWebhookRequest(body, headers)) return parseWebhook(JSON.parse(body));
            throw new CallError({
                call: 'webhook',
                code: 'invalid_signature',
                message:
                    'The webhook is not signed by this Nango environment. Give the Nango client the webhook signing key, and this method the body as it arrived.',
                source: 'client'
            });
        }
    };
}
