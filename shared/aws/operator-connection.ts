/**
 * The operator's own AWS account, read from a Nango connection: never the customer's connection, never keys in code.
 * Providers: `aws-multi-service` (BASIC: user name = access key id) and `aws-sigv4` (temporary keys of an assumed role).
 */
import { z } from 'zod';
import type { NangoHandle } from '../nango/handle.js';
import { statusOf } from '../nango/http-status.js';
import { isMissingConnection } from '../nango/missing-connection.js';
import { AwsError } from './errors.js';

export interface AwsAccess {
    readonly region: string;
    readonly credentials: {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string;
    };
    /** Unset: AWS's public endpoint of the region. */
    readonly secretsManagerEndpoint: string | undefined;
    readonly glueEndpoint: string | undefined;
    readonly stsEndpoint?: string | undefined;
}

const TOO_MANY_REQUESTS = 429;

const text = z.string().trim().min(1);
/** An empty field is unset. */
const orUnset = <Schema extends z.ZodType>(schema: Schema) =>
    z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());
const optionalText = orUnset(text);
const endpoint = orUnset(z.url({ protocol: /^https?$/ }));

const CredentialsSchema = z.union([
    z
        .object({ access_key_id: text, secret_access_key: text, session_token: optionalText, region: optionalText })
        .transform((keys) => ({
            region: keys.region,
            credentials: {
                accessKeyId: keys.access_key_id,
                secretAccessKey: keys.secret_access_key,
                ...(keys.session_token !== undefined && { sessionToken: keys.session_token })
            }
        })),
    z.object({ username: text, password: text }).transform((keys) => ({
        region: undefined,
        credentials: { accessKeyId: keys.username, secretAccessKey: keys.password }
    }))
]);

/** Named after the AWS SDK's own settings (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_GLUE, ...). */
const ConfigSchema = z.object({
    region: optionalText,
    endpoint_url: endpoint,
    endpoint_url_secrets_manager: endpoint,
    endpoint_url_glue: endpoint,
    endpoint_url_sts: endpoint
});

export interface AwsConnectionName {
    readonly integration: string;
    readonly connection: string;
}

export async function operatorAccess(
    nango: Pick<NangoHandle, 'getConnection'>,
    name: AwsConnectionName
): Promise<AwsAccess> {
    const connection = await readConnection(nango, name);
    const config = ConfigSchema.safeParse(connection.connection_config ?? {});
    if (!config.success) {
        throw invalid(name, `its configuration is wrong at ${config.error.issues[0]?.path.join('.') ?? 'the top'}`);
    }
    const credentials = CredentialsSchema.safeParse(connection.credentials);
    if (!credentials.success) throw invalid(name, 'it holds no AWS access keys');
    const region = config.data.region ?? credentials.data.region;
    if (region === undefined) throw invalid(name, 'it names no region');
    const sts = config.data.endpoint_url_sts ?? config.data.endpoint_url;
    return {
        region,
        credentials: credentials.data.credentials,
        secretsManagerEndpoint: config.data.endpoint_url_secrets_manager ?? config.data.endpoint_url,
        glueEndpoint: config.data.endpoint_url_glue ?? config.data.endpoint_url,
        ...(sts !== undefined && { stsEndpoint: sts })
    };
}

async function readConnection(
    nango: Pick<NangoHandle, 'getConnection'>,
    name: AwsConnectionName
): Promise<Awaited<ReturnType<NangoHandle['getConnection']>>> {
    try {
        return await nango.getConnection(name.integration, name.connection);
    } catch (error) {
        const status = statusOf(error);
        // Nango's own trouble, which passes: the run fails as it is and the next one goes on.
        if (status === undefined || status >= 500 || status === TOO_MANY_REQUESTS) throw error;
        if (!isMissingConnection(error)) throw refused(name, status, error);
        throw new AwsError(
            'aws_connection_missing',
            'ConnectionMissing',
            `There is no connection "${name.connection}" of the integration "${name.integration}" for the operator's AWS account.`,
            'Create it (provider aws-multi-service or aws-sigv4), or name another in EXPORT_SECRETS_AWS_INTEGRATION and EXPORT_SECRETS_AWS_CONNECTION.',
            {},
            { cause: error }
        );
    }
}

function invalid(
    name: AwsConnectionName,
    why: string,
    remedy = 'Use the provider aws-multi-service or aws-sigv4, with "region" in the connection configuration.',
    options?: ErrorOptions
): AwsError {
    return new AwsError(
        'aws_connection_invalid',
        'ConnectionInvalid',
        `The operator's AWS connection "${name.connection}" of "${name.integration}" cannot be used: ${why}.`,
        remedy,
        {},
        options
    );
}

/** It is there, but Nango does not hand its credentials out: for aws-sigv4, for example, the role cannot be assumed. */
function refused(name: AwsConnectionName, status: number, cause: unknown): AwsError {
    return invalid(
        name,
        `Nango refused its credentials with status ${status}`,
        'Look at this connection in Nango: it shows why its credentials could not be renewed. Correct it there or reconnect it.',
        { cause }
    );
}
