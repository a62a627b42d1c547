/** Everything that one run of the lifecycle works with, opened once: who it is for, and the AWS side of it. */
import type { NangoAction } from 'nango';
import { glueClient, secretsManagerClient } from '../aws/clients.js';
import type { ClientOptions } from '../aws/clients.js';
import { operatorAccess } from '../aws/operator-connection.js';
import type { AwsConnectionName } from '../aws/operator-connection.js';
import type { NangoHandle } from '../nango/handle.js';
import type { GlueClient } from '../vendor/aws.js';
import { namedOrganisation, organisationMissing } from '../nango/organisation.js';
import { claimOf } from './claim.js';
import type { Claim } from './claim.js';
import type { Environment, Holder } from './claim-content.js';
import { leftoversOf } from './leftovers.js';
import type { Leftovers } from './leftovers.js';
import { refuseWhileJobRuns } from './glue-guard.js';
import { findTies } from './glue-ties.js';
import type { GuardedSecret, Ties } from './glue-ties.js';
import { claimName, leftoversName } from './naming.js';
import type { ExportSecret, Row } from './record.js';
import { toRecord } from './record.js';
import type { MetadataHandle } from './rows.js';
import { readSettings } from './settings.js';
import type { Settings } from './settings.js';
import { vaultOf } from './vault.js';
import type { Vault } from './vault.js';

/** What the lifecycle's functions need of Nango beyond the common handle. */
export type LifecycleHandle = NangoHandle &
    MetadataHandle &
    Pick<NangoAction, 'environmentName'> & {
        triggerSync(integration: string, connection: string, sync: string): Promise<unknown>;
        startSync(integration: string, syncs: string[], connection?: string): Promise<void>;
    };

export interface Context {
    readonly nango: LifecycleHandle;
    readonly settings: Settings;
    readonly environment: Environment;
    /** What the connection's tag says now; a destination stays with the organisation that it was created for. */
    readonly namedOrganisation: string | null;
    /** The organisation whose claim this is. */
    readonly organizationId: string;
    readonly claim: Claim;
    readonly vault: Vault;
    glue(options?: ClientOptions): GlueClient;
    /** What connections that were deleted have left behind. */
    readonly leftovers: Leftovers;
    /** Throws while a Glue job uses the secret. */
    guard(secret: Pick<Holder, 'id' | 'secret_name'>, arn: string | null): Promise<void>;
    /** What reads the secret; null where nobody looks for Glue jobs. */
    readers(secret: Pick<Holder, 'id' | 'secret_name'>, arn: string | null): Promise<Ties | null>;
    record(row: Row): ExportSecret;
    /** The same for another organisation, or another type. */
    of(organizationId: string, typeName?: string): Context;
}

/** For the organisation of a destination, or for the one that the connection names. */
export async function openContext(nango: LifecycleHandle, typeName: string, organizationId?: string): Promise<Context> {
    const named = namedOrganisation(await nango.getConnection());
    const first = organizationId ?? named;
    if (first === null) throw organisationMissing();
    const settings = await readSettings(nango);
    const access = await operatorAccess(nango, settings.aws);
    const secretsManager = secretsManagerClient(nango, access);
    const common = {
        nango,
        settings,
        environment: await environmentOf(nango, settings.aws),
        namedOrganisation: named,
        glue: (options?: ClientOptions) => glueClient(nango, access, options),
        vault: vaultOf(secretsManager, settings),
        leftovers: leftoversOf(secretsManager, leftoversName(settings.prefix), settings.kmsKeyId),
        record: (row: Row) => toRecord(row, nango.providerConfigKey, nango.connectionId)
    };
    const of = (organisation: string, ofType = typeName): Context => ({
        ...common,
        organizationId: organisation,
        claim: claimOf(secretsManager, claimName(settings.prefix, organisation, ofType), settings.kmsKeyId),
        guard: async (secret, arn) => {
            if (!settings.glueGuard) return;
            await refuseWhileJobRuns(glueClient(nango, access), settings, guarded(secret, arn, organisation));
        },
        readers: async (secret, arn) =>
            settings.glueGuard
                ? await findTies(glueClient(nango, access), settings, guarded(secret, arn, organisation))
                : null,
        of
    });
    return of(first);
}

function guarded(
    secret: Pick<Holder, 'id' | 'secret_name'>,
    arn: string | null,
    organizationId: string
): GuardedSecret {
    return { id: secret.id, organizationId, secretName: secret.secret_name, secretArn: arn };
}

/**
 * Environments of one server differ by name, those of different servers need not, and their numbers are the same on
 * every fresh server (and missing in a dry run). The operator's connection is each environment's own.
 */
async function environmentOf(nango: LifecycleHandle, operator: AwsConnectionName): Promise<Environment> {
    const connection = await nango.getConnection(operator.integration, operator.connection);
    return {
        name: nango.environmentName ?? 'unnamed',
        operator_connection: `${connection.id} of ${connection.created_at}`
    };
}

export function isOfThisEnvironment(context: Context, holder: Holder): boolean {
    return holder.environment.operator_connection === context.environment.operator_connection;
}

export function isOwn(context: Context, holder: Holder): boolean {
    return (
        isOfThisEnvironment(context, holder) &&
        holder.integration_id === context.nango.providerConfigKey &&
        holder.connection_id === context.nango.connectionId
    );
}
