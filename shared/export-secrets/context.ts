/** Everything that one run of the lifecycle works with, opened once: who it is for, and the AWS side of it. */
import { glueClient } from '../aws/glue-client.js';
import { operatorAccess } from '../aws/operator-connection.js';
import { secretsManagerClient } from '../aws/secrets-manager-client.js';
import type { NangoHandle } from '../nango/handle.js';
import { organisationOf } from '../nango/organisation.js';
import { claimOf } from './claim.js';
import type { Claim, Holder } from './claim.js';
import { refuseWhileJobRuns } from './glue-guard.js';
import { claimName } from './naming.js';
import type { ExportSecret, Row } from './record.js';
import { toRecord } from './record.js';
import type { MetadataHandle } from './rows.js';
import { readSettings } from './settings.js';
import type { Settings } from './settings.js';
import { vaultOf } from './vault.js';
import type { Vault } from './vault.js';

/** What the lifecycle's functions need of Nango beyond the common handle. */
export type LifecycleHandle = NangoHandle &
    MetadataHandle & {
        triggerSync(integration: string, connection: string, sync: string): Promise<unknown>;
        startSync(integration: string, syncs: string[], connection?: string): Promise<void>;
    };

export interface Context {
    readonly nango: LifecycleHandle;
    readonly settings: Settings;
    readonly organizationId: string;
    readonly claim: Claim;
    readonly vault: Vault;
    /** Throws while a Glue job uses the secret. */
    guard(secret: Pick<Holder, 'id' | 'secret_name'>, arn: string | null): Promise<void>;
    record(row: Row): ExportSecret;
}

export async function openContext(nango: LifecycleHandle, typeName: string): Promise<Context> {
    const organizationId = organisationOf(await nango.getConnection());
    const settings = await readSettings(nango);
    const access = await operatorAccess(nango, settings.aws);
    const secretsManager = secretsManagerClient(nango, access);
    return {
        nango,
        settings,
        organizationId,
        claim: claimOf(secretsManager, claimName(settings.prefix, organizationId, typeName), settings.kmsKeyId),
        vault: vaultOf(secretsManager, settings.kmsKeyId),
        guard: async (secret, arn) => {
            if (!settings.glueGuard) return;
            await refuseWhileJobRuns(glueClient(nango, access), settings, {
                id: secret.id,
                organizationId,
                secretName: secret.secret_name,
                secretArn: arn
            });
        },
        record: (row) => toRecord(row, nango.providerConfigKey, nango.connectionId)
    };
}

export function isOwn(context: Context, holder: Holder): boolean {
    return (
        holder.integration_id === context.nango.providerConfigKey && holder.connection_id === context.nango.connectionId
    );
}
