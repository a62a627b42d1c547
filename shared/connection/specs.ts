/** What Nango is told of the event functions. The entry files of both integrations spread these. */
import { ConnectionMetadataSchema } from './describe.js';
import { AccountIdentitySchema } from '../snowflake/account-identity.js';
import { VERSION } from '../version.js';

export const validateConnectionSpec = {
    event: 'validate-connection',
    description:
        'Runs one statement with the credentials, role and warehouse; a refusal says what to fix. A reconnect keeps its settings, and its account.',
    version: '1.1.0',
    checkpoint: AccountIdentitySchema
} as const;

export const postConnectionCreationSpec = {
    event: 'post-connection-creation',
    description: "Notes account, region, edition (if visible), role and warehouse in the connection's metadata.",
    version: VERSION,
    metadata: ConnectionMetadataSchema
} as const;
