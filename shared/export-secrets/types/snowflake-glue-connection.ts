/**
 * Glue's own Snowflake connection over a stored secret: its current form reads USERNAME and PASSWORD and names the
 * secret as its authentication, its older one takes the Spark connector's properties and any of its credentials.
 * https://docs.aws.amazon.com/glue/latest/dg/creating-snowflake-connection.html
 */
import { normaliseAccount } from '../../snowflake/account.js';
import type { SecretPlace } from '../destination-type.js';
import type { GlueConnection } from '../destination-type.js';
import type { Common } from './snowflake-formats.js';

type Forms = Readonly<Record<string, (payload: Common, secret: SecretPlace) => GlueConnection>>;

function current({ account, warehouse, database, role }: Common, { arn }: SecretPlace): GlueConnection {
    return {
        ConnectionType: 'SNOWFLAKE',
        ConnectionProperties: {
            HOST: hostOf(account),
            WAREHOUSE: warehouse,
            DATABASE: database,
            ...(role !== undefined && { ROLE: role })
        },
        AuthenticationConfiguration: { AuthenticationType: 'BASIC', SecretArn: arn }
    };
}

function older({ account, role }: Common, { name }: SecretPlace): GlueConnection {
    const properties = { secretId: name, sfUrl: hostOf(account), ...(role !== undefined && { sfRole: role }) };
    return { ConnectionType: 'SNOWFLAKE', ConnectionProperties: { SparkProperties: JSON.stringify(properties) } };
}

export const PASSWORD_GLUE_CONNECTIONS: Forms = { glue: current, glue_legacy: older };
/** A key is read by the older form alone. */
export const KEY_GLUE_CONNECTIONS: Forms = { glue: older, glue_legacy: older };

function hostOf(account: string): string {
    return normaliseAccount(account).host;
}
