/** The actions that look: one destination, or all of this connection. Neither asks AWS. */
import { z } from 'zod';
import { parseInput } from '../nango/report.js';
import type { LifecycleHandle } from './context.js';
import { ExportSecretSchema, toRecord } from './record.js';
import type { ExportSecret } from './record.js';
import { readRow, readRows } from './rows.js';
import { runSyncSoon } from './schedule.js';

/** A destination that has not moved for this long may have lost its run. */
const RESTART_AFTER_MS = 60_000;

export const SecretIdInputSchema = z.strictObject({
    id: z.string().min(1).describe('The id that create-export-secret gave')
});
export const NoInputSchema = z.strictObject({});
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

export async function getExportSecret(nango: LifecycleHandle, input: unknown): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await readRow(nango, id);
    const waiting = row.status === 'Pending' || row.status === 'Testing';
    if (waiting && Date.parse(row.updated_at) + RESTART_AFTER_MS < Date.now()) await runSyncSoon(nango);
    return toRecord(row, nango.providerConfigKey, nango.connectionId);
}

export async function listExportSecrets(
    nango: LifecycleHandle,
    input: unknown
): Promise<z.infer<typeof ExportSecretListSchema>> {
    parseInput(NoInputSchema, input);
    const rows = await readRows(nango);
    return { export_secrets: rows.map((row) => toRecord(row, nango.providerConfigKey, nango.connectionId)) };
}
