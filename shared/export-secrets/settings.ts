/**
 * What the operator can set, as Nango environment variables. All are optional; the defaults are those of the page the
 * lifecycle comes from.
 */
import type { AwsConnectionName } from '../aws/operator-connection.js';
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';

export interface Settings {
    readonly aws: AwsConnectionName;
    readonly prefix: string;
    /** Names of Glue jobs that read export secrets; `{organization_id}` and `{secret_id}` are filled in. */
    readonly glueJobs: readonly string[];
    readonly glueGuard: boolean;
    /** Unset: the account's default key for Secrets Manager. */
    readonly kmsKeyId: string | undefined;
    /** Other regions in which each secret has a replica. */
    readonly replicaRegions?: readonly string[];
    /** Whether credentials may be changed in place. */
    readonly rotation?: true;
    /** The role with which AWS rotates managed external secrets, and how often. */
    readonly rotationRole?: string;
    readonly rotationDays?: number;
    /** Types whose destinations get a Glue connection where the create action does not say. */
    readonly glueConnections?: ReadonlySet<string>;
    /** By type: the form in which new secrets are stored, where it is not the page's. */
    readonly formats?: ReadonlyMap<string, string>;
}

/** `EXPORT_SECRETS_FORMAT_SNOWFLAKE`, and so on. */
const FORMAT_VARIABLE = 'EXPORT_SECRETS_FORMAT_';
/** `EXPORT_SECRETS_GLUE_CONNECTION_SNOWFLAKE`, and so on. */
const GLUE_CONNECTION_VARIABLE = 'EXPORT_SECRETS_GLUE_CONNECTION_';
/** The operator's own connection, where no variable names another. */
export const DEFAULT_AWS: Settings['aws'] = { integration: 'aws', connection: 'export-secrets' };
const DEFAULT_PREFIX = 'dualentry/exports';
/** Leaves room for organisation, name and id within Secrets Manager's 512 characters. */
const PREFIX_PATTERN = /^[A-Za-z0-9_+=.@-]+(\/[A-Za-z0-9_+=.@-]+)*$/;
const LONGEST_PREFIX_CHARS = 128;

export async function readSettings(nango: Pick<NangoHandle, 'getEnvironmentVariables'>): Promise<Settings> {
    const variables = (await nango.getEnvironmentVariables()) ?? [];
    const value = (name: string): string | undefined =>
        variables.find((variable) => variable.name === name)?.value.trim() || undefined;
    const prefix = (value('EXPORT_SECRETS_PREFIX') ?? DEFAULT_PREFIX).replace(/^\/+|\/+$/g, '');
    if (!PREFIX_PATTERN.test(prefix) || prefix.length > LONGEST_PREFIX_CHARS) {
        throw new ActionableError(
            'invalid_settings',
            'The environment variable EXPORT_SECRETS_PREFIX is no valid start of a secret name.',
            `Use up to ${LONGEST_PREFIX_CHARS} letters, digits and _+=.@- in parts separated by single slashes.`
        );
    }
    const byType = (start: string): ReadonlyMap<string, string> =>
        new Map(
            variables.flatMap(({ name, value: text }) => {
                const type = name.startsWith(start) ? name.slice(start.length).toLowerCase() : '';
                return type !== '' && text.trim() !== '' ? [[type, text.trim()] as const] : [];
            })
        );
    const formats = byType(FORMAT_VARIABLE);
    const glueConnections = new Set(
        [...byType(GLUE_CONNECTION_VARIABLE)].flatMap(([type, text]) => (text.toLowerCase() === 'on' ? [type] : []))
    );
    const replicaRegions = listed(value('EXPORT_SECRETS_REPLICA_REGIONS'));
    const role = value('EXPORT_SECRETS_ROTATION_ROLE_ARN');
    const days = Number(value('EXPORT_SECRETS_ROTATION_DAYS') ?? 0);
    return {
        aws: {
            integration: value('EXPORT_SECRETS_AWS_INTEGRATION') ?? DEFAULT_AWS.integration,
            connection: value('EXPORT_SECRETS_AWS_CONNECTION') ?? DEFAULT_AWS.connection
        },
        prefix,
        glueJobs: listed(value('EXPORT_SECRETS_GLUE_JOBS')),
        glueGuard: value('EXPORT_SECRETS_GLUE_GUARD')?.toLowerCase() !== 'off',
        kmsKeyId: value('EXPORT_SECRETS_KMS_KEY_ID'),
        ...(value('EXPORT_SECRETS_ROTATION')?.toLowerCase() === 'on' && { rotation: true as const }),
        ...(role !== undefined && { rotationRole: role }),
        ...(Number.isInteger(days) && days > 0 && { rotationDays: days }),
        ...(replicaRegions.length > 0 && { replicaRegions }),
        ...(glueConnections.size > 0 && { glueConnections }),
        ...(formats.size > 0 && { formats })
    };
}

function listed(text = ''): readonly string[] {
    return text.split(/[\s,]+/).filter((name) => name !== '');
}
