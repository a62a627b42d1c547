/**
 * Ends a destination on its customer's wish: archive the row, schedule the secret for deletion, give the claim up.
 * Whoever comes next (the caller again, or the sync) finishes what was cut off.
 */
import { parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { archive } from './end.js';
import { step } from './lifecycle.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret } from './record.js';
import { SecretIdInputSchema } from './read.js';
import { recallRow } from './recall.js';
import { runSyncSoon } from './schedule.js';
import { VERSION } from '../version.js';

export const disconnectSpec = {
    description:
        'Disconnects an export destination: archives it and schedules its secret for deletion. Refused while a Glue job uses it.',
    version: VERSION,
    input: SecretIdInputSchema,
    output: ExportSecretSchema
} as const;

export async function disconnectExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await recallRow(nango, type, id);
    if (row.unfinished !== 'archive') step(row.status, 'archive');
    const context = await openContext(nango, type.type, row.organization_id);
    const archived = await archive(context, row);
    await runSyncSoon(nango);
    return context.record(archived);
}
