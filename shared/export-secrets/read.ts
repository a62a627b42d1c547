/** The actions that look: one destination, or all of this connection. They ask AWS only for rows that were lost. */
import { z } from 'zod';
import { anyText, filledText, optional } from '../schema.js';
import { ActionableError } from '../errors.js';
import { actionSpec } from '../nango/action-spec.js';
import { NoInputSchema, parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { ExportSecretSchema, toRecord } from './record.js';
import type { Row } from './record.js';
import { recallRow, recallRows } from './recall.js';
import { runSyncSoon } from './schedule.js';

/** A destination that has not moved for this long may have lost its run. */
const RESTART_AFTER_MS = 60_000;

export const SecretIdInputSchema = z.strictObject({
    id: filledText.describe('The id that create-export-secret or list-export-secrets gave.')
});
export const ExportSecretListSchema = z.object({ export_secrets: z.array(ExportSecretSchema) });

const UsedBySchema = optional(
    z.object({ glue_jobs: z.array(anyText), glue_connections: z.array(anyText) }),
    'Names of what reads the secret of an active destination; left out where nothing is known to'
);

export const getSpec = actionSpec(
    'Gets one export destination of this connection by its id, to poll its status and to see what reads it. Changes nothing. Without an id, use list-export-secrets.',
    SecretIdInputSchema,
    ExportSecretSchema.extend({ used_by: UsedBySchema })
);

export const listSpec = actionSpec(
    'Lists the export destinations of this connection, oldest first, failed and archived ones included, with their ids and status. Changes nothing and holds no credentials.',
    NoInputSchema,
    ExportSecretListSchema
);

export async function getExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<z.infer<typeof getSpec.output>> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await recallRow(nango, type, id);
    if (isDue(row)) await runSyncSoon(nango);
    const usedBy = row.status === 'Validated' ? await readersOf(nango, type, row) : undefined;
    return {
        ...toRecord(row, nango.providerConfigKey, nango.connectionId),
        ...(usedBy !== undefined && { used_by: usedBy })
    };
}

/** A look: what is in its way is told in the log alone. */
async function readersOf(
    nango: LifecycleHandle,
    type: DestinationType,
    row: Row
): Promise<z.infer<typeof UsedBySchema>> {
    try {
        const context = await openContext(nango, type.type, row.organization_id);
        const ties = await context.readers(row, row.secret_arn);
        if (ties === null) return undefined;
        const jobs = [...ties.jobs].flatMap(([name, tie]) => (tie === 'perhaps' ? [] : [name]));
        if (jobs.length + ties.connections.length === 0) return undefined;
        return { glue_jobs: jobs.toSorted(), glue_connections: ties.connections.toSorted() };
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        await nango.log(`What reads the secret is not known: ${error.advice}`, { level: 'warn' });
        return undefined;
    }
}

export async function listExportSecrets(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<z.infer<typeof ExportSecretListSchema>> {
    parseInput(NoInputSchema, input);
    const rows = await recallRows(nango, type);
    return { export_secrets: rows.map((row) => toRecord(row, nango.providerConfigKey, nango.connectionId)) };
}

function isDue(row: Row): boolean {
    if (row.status !== 'Pending' && row.status !== 'Testing') return false;
    const at = row.retry_at ?? new Date(Date.parse(row.updated_at) + RESTART_AFTER_MS).toISOString();
    return Date.parse(at) < Date.now();
}
