/** What the blocks of the pages speak of without saying where they have it from. */
import type { Nango } from '@nangohq/node';
import type { ConnectOptions, snowflake, SnowflakeIntegrationId, Webhook } from 'nango-snowflake';
import type { Credentials } from 'nango-stand-in/connections.js';

declare global {
    const nango: Nango;
    const client: ReturnType<typeof snowflake>;
    const secretKey: string;
    const password: string;
    const connectionId: string;
    const account: string;
    const integration: SnowflakeIntegrationId;
    const endUser: ConnectOptions['endUser'];
    const organization: ConnectOptions['organization'];
    const event: Webhook;
    const credentials: Credentials;
    const connectionConfig: Readonly<Record<string, string>>;
}
