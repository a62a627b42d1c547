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
import { TestConnectionCommand } from '../../vendor/aws.js';
import { loginTimeout } from '../deadline.js';
import type { Destination } from '../destination-type.js';
import { contentIn, parseCredentials, requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import type { Formats } from '../formats.js';
import { saidByGlue } from '../glue-said.js';
import { isPlainHost } from '../private-hosts.js';

const DEFAULT_PORT = 5432;
/** Glue answers only when it has connected or given up; asking again would only hold up the run as long once more. */
const TRY_ONCE = { requestTimeoutMs: 120_000, maxAttempts: 1 };

/** Host and database stand in a JDBC URL: no part may add parameters of its own. */
const PayloadSchema = z.object({
    type: z.literal('postgresql'),
    host: requiredText.regex(/^[A-Za-z0-9.-]+$/).refine(isPlainHost),
    port: z.coerce.number().int().min(1).max(65_535),
    database: requiredText.regex(/^[^\s/?#&;:\\]+$/),
    username: requiredText,
    password: z.string().min(1)
});

const ConnectionSchema = z.object({
    credentials: z.object({ username: z.string().optional(), password: z.string().optional() }),
    connection_config: z.looseObject({ host: z.unknown(), port: z.unknown(), database: z.unknown() }).nullish()
});

/** How TestConnection passes on what became of the connection; anything else it says is about AWS itself. */
const DATABASE_ERRORS: ReadonlySet<string> = new Set(['InvalidInputException', 'FederationSourceException']);
/** Glue's own, and the SDK's where Glue gives no answer at all. */
const TIMEOUTS: ReadonlySet<string> = new Set(['OperationTimeoutException', 'TimeoutError']);

type Payload = z.infer<typeof PayloadSchema>;

/** Glue's JDBC connections and AWS's own database secrets read `username` and `password`; the page's form holds them too. */
const FORMATS: Formats<Payload> = {
    page: asJson,
    glue: ({ host, port, database, username, password }) =>
        asJson({ username, password, engine: 'postgres', host, port, dbname: database })
};

export const postgresql: Destination = {
    type: 'postgresql',
    integration: 'postgresql-export',
    provider: 'private-api-basic',
    title: 'PostgreSQL',
    options: [],
    formats: Object.keys(FORMATS),
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
        const sensitive = [payload.username, payload.password];
        const place = {
            JDBC_CONNECTION_URL: `jdbc:postgresql://${payload.host}:${payload.port}/${payload.database}`,
            JDBC_ENFORCE_SSL: 'true'
        };
        return {
            content: contentIn(FORMATS, payload),
            metadata: { host: payload.host, port: String(payload.port), database: payload.database },
            sensitive,
            glueConnection: (_format, { name }) => ({
                ConnectionType: 'JDBC',
                ConnectionProperties: { ...place, SECRET_ID: name }
            }),
            test: async () => {
                const glue = glueClient(nango, await operatorAccess(nango, settings.aws), TRY_ONCE);
                const command = new TestConnectionCommand({
                    TestConnectionInput: {
                        ConnectionType: 'JDBC',
                        ConnectionProperties: {
                            ...place,
                            USERNAME: payload.username,
                            PASSWORD: payload.password
                        }
                    }
                });
                try {
                    await glue.send(command);
                } catch (error) {
                    throw error instanceof AwsError ? verdict(error, sensitive) : error;
                }
            }
        };
    }
};

function verdict(error: AwsError, sensitive: readonly string[]): ActionableError {
    if (TIMEOUTS.has(error.awsName)) return loginTimeout('The database did not answer AWS Glue in time.');
    if (!DATABASE_ERRORS.has(error.awsName)) return error;
    // The database's own words are what the customer needs.
    return new ActionableError(
        'invalid_credentials',
        `AWS Glue could not connect to the database. ${saidByGlue(error, sensitive)}`,
        'Check host, port, database, user name and password, and that Glue can reach the database over TLS.',
        error.details
    );
}
