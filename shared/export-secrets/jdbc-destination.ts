/**
 * A database that Glue reaches by JDBC with user name and password. Tried by AWS Glue's TestConnection, as it is Glue
 * that will connect: a database that only Glue's network can reach passes, one that only Nango can reach does not.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_TestConnection.html
 */
import { z } from 'zod';
import { anyNumber, anyText, optional } from '../schema.js';
import { AwsError } from '../aws/errors.js';
import { glueClient } from '../aws/clients.js';
import { operatorAccess } from '../aws/operator-connection.js';
import { ActionableError } from '../errors.js';
import { TestConnectionCommand } from '../vendor/aws.js';
import { loginTimeout } from './deadline.js';
import { requiredText } from './destination-type.js';
import { asJson } from './formats.js';
import { saidByGlue } from './glue-said.js';
import { isPlainHost } from './private-hosts.js';
import { USER_AND_PASSWORD, vendorDestination } from './vendor-destination.js';
import type { VendorDestination } from './vendor-destination.js';

/** Glue answers only when it has connected or given up; asking again would only hold up the run as long once more. */
const TRY_ONCE = { requestTimeoutMs: 120_000, maxAttempts: 1 };

/** How TestConnection passes on what became of the connection; anything else it says is about AWS itself. */
const DATABASE_ERRORS: ReadonlySet<string> = new Set(['InvalidInputException', 'FederationSourceException']);
/** Glue's own, and the SDK's where Glue gives no answer at all. */
const TIMEOUTS: ReadonlySet<string> = new Set(['OperationTimeoutException', 'TimeoutError']);

interface Database {
    readonly type: string;
    readonly title: string;
    /** As a JDBC URL names it: `jdbc:<name>://host:port/database`. */
    readonly jdbcName: string;
    /** As AWS's own secrets of databases name it. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
    readonly engine: string;
    readonly defaultPort: number;
}

interface Place {
    readonly host: string;
    readonly port: number;
    readonly database: string;
}

export function jdbcDestination({ type, title, jdbcName, engine, defaultPort }: Database): VendorDestination {
    const properties = ({ host, port, database }: Place): Readonly<Record<string, string>> => ({
        JDBC_CONNECTION_URL: `jdbc:${jdbcName}://${host}:${port}/${database}`,
        JDBC_ENFORCE_SSL: 'true'
    });
    const orDefault = (port: unknown): unknown => (port === undefined || port === '' ? defaultPort : port);
    /** Host and database stand in a JDBC URL: no part may add parameters of its own. */
    const PayloadSchema = z.object({
        type: z.literal(type),
        host: requiredText.regex(/^[A-Za-z0-9.-]+$/).refine(isPlainHost),
        port: z.preprocess(orDefault, z.coerce.number().int().min(1).max(65_535)),
        database: requiredText.regex(/^[^\s/?#&;:\\]+$/),
        username: requiredText,
        // Not trimmed: white space may be part of a password.
        password: z.string().min(1)
    });
    return vendorDestination({
        type,
        integration: `${type}-export`,
        title,
        triedBy: 'AWS Glue `TestConnection`',
        provider: USER_AND_PASSWORD,
        session: z.object({
            host: anyText,
            port: optional(anyNumber, `Default: ${defaultPort}.`),
            database: anyText
        }),
        payload: PayloadSchema,
        secret: ({ username, password }) => ({ username, password }),
        sensitive: ({ username, password }) => [username, password],
        formats: {
            page: asJson,
            /** As Glue's JDBC connections and AWS's own secrets of databases have it; the page's form holds the same two. */
            glue: ({ host, port, database, username, password }) =>
                asJson({ username, password, engine, host, port, dbname: database })
        },
        glueConnection: (payload, _format, { name }) => ({
            ConnectionType: 'JDBC',
            ConnectionProperties: { ...properties(payload), SECRET_ID: name }
        }),
        test: async (nango, payload, settings) => {
            const glue = glueClient(nango, await operatorAccess(nango, settings.aws), TRY_ONCE);
            const credentials = { USERNAME: payload.username, PASSWORD: payload.password };
            const TestConnectionInput = {
                ConnectionType: 'JDBC',
                ConnectionProperties: { ...properties(payload), ...credentials }
            } as const;
            try {
                await glue.send(new TestConnectionCommand({ TestConnectionInput }));
            } catch (error) {
                throw error instanceof AwsError ? verdict(error, Object.values(credentials)) : error;
            }
        }
    });
}

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
