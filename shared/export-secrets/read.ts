/** The actions that look: one destination, or all of this connection. They ask AWS only for rows that were lost. */
import { z } from 'zod';
import { parseInput } from '../nango/report.js';
import type { LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { ExportSecretSchema, toRecord } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { recallRow, recallRows } from './recall.js';
import { runSyncSoon } from './schedule.js';

/** A destination that has not moved for this long may have lost its run. */
const RESTART_AFTER_MS = 60_000;

export const SecretIdInputSchema = z.object({
    id: z.string().min(1).describe('The id that create-export-secret gave')
});
export const NoInputSchema = z.object({});
export const ExportSecretListSchema = z.object({ export_secrets: z.array(ExportSecretSchema) });

export const getSpec = {
    description: 'Gets one export destination of this connection, to poll its status.',
    version: '1.0.0',
    input: SecretIdInputSchema,
    output: ExportSecretSchema
} as const;

export const listSpec = {
    description: 'Lists the export destinations of this connection, oldest first, failed and archived ones included.',
    version: '1.0.0',
    input: NoInputSchema,
    output: ExportSecretListSchema
} as const;

export async function getExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await recallRow(nango, type, id);
    if (isDue(row)) await runSyncSoon(nango);
    return toRecord(row, nango.providerConfigKey, nango.connectionId);
}

export async function listExportSecrets(
    nango: LifecycleHandle,
    type: DestinationType
): Promise<z.infer<typeof ExportSecretListSchema>> {
    const rows = await recallRows(nango, type);
    return { export_secrets: rows.map((row) => toRecord(row, nango.providerConfigKey, nango.connectionId)) };
}

function isDue(row: Row): boolean {
    if (row.status !== 'Pending' && row.status !== 'Testing') return false;
    const at = row.retry_at ?? new Date(Date.parse(row.updated_at) + RESTART_AFTER_MS).toISOString();
    return Date.parse(at) < Date.now();
}
