/**
 * PostgreSQL by user name and password. Tried by AWS Glue's TestConnection, as it is Glue that will connect: a database
 * that only Glue's network can reach passes, one that only Nango can reach does not.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_TestConnection.html
 */
import { z } from 'zod';
import { AwsError } from '../../aws/errors.js';
import { glueClient } from '../../aws/glue-client.js';
import { operatorAccess } from '../../aws/operator-connection.js';
import { ActionableError } from '../../errors.js';
import { TestConnectionCommand } from '../../vendor/aws-glue.js';
import type { DestinationType } from '../destination-type.js';
import { parseCredentials, requiredText } from '../destination-type.js';

const DEFAULT_PORT = 5432;
/** Glue answers only when it has connected or given up. */
const TEST_TIMEOUT_MS = 120_000;

/** Host and database stand in a JDBC URL: no part may add parameters of its own. */
const PayloadSchema = z.object({
    type: z.literal('postgresql'),
    host: requiredText.regex(/^[A-Za-z0-9.-]+$/),
    port: z.coerce.number().int().min(1).max(65_535),
    database: requiredText.regex(/^[^\s/?#&;:\\]+$/),
    username: requiredText,
    password: z.string().min(1)
});

const ConnectionSchema = z.object({
    credentials: z.object({ username: z.string().optional(), password: z.string().optional() }),
    connection_config: z.looseObject({ host: z.unknown(), port: z.unknown(), database: z.unknown() }).nullish()
});

/** What AWS itself would have to put right; anything else TestConnection says is about the database. */
const AWS_CODES: ReadonlySet<string> = new Set(['aws_access_denied', 'aws_credentials_refused', 'aws_unavailable']);

export const postgresql: DestinationType = {
    type: 'postgresql',
    options: [],
    prepare: async (nango, _options, settings) => {
        const { credentials, connection_config: config } = parseCredentials(
            'postgresql',
            ConnectionSchema,
            await nango.getConnection()
        );
        const payload = parseCredentials('postgresql', PayloadSchema, {
            type: 'postgresql',
            host: config?.host,
            port: config?.port === undefined || config.port === '' ? DEFAULT_PORT : config.port,
            database: config?.database,
            username: credentials.username,
            password: credentials.password
        });
        return {
            secretString: JSON.stringify(payload),
            metadata: { host: payload.host, port: String(payload.port), database: payload.database },
            sensitive: [payload.username, payload.password],
            test: async () => {
                const glue = glueClient(nango, await operatorAccess(nango, settings.aws), TEST_TIMEOUT_MS);
                const command = new TestConnectionCommand({
                    TestConnectionInput: {
                        ConnectionType: 'JDBC',
                        ConnectionProperties: {
                            JDBC_CONNECTION_URL: `jdbc:postgresql://${payload.host}:${payload.port}/${payload.database}`,
                            JDBC_ENFORCE_SSL: 'true',
                            USERNAME: payload.username,
                            PASSWORD: payload.password
                        }
                    }
                });
                try {
                    await glue.send(command);
                } catch (error) {
                    if (!(error instanceof AwsError) || AWS_CODES.has(error.code)) throw error;
                    throw new ActionableError(
                        'invalid_credentials',
                        `AWS Glue could not connect to the database. ${error.message}`,
                        'Check host, port, database, user name and password, and that Glue can reach the database over TLS.',
                        error.details
                    );
                }
            }
        };
    }
};
