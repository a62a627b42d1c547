/**
 * Ends a destination: archive the row, schedule the secret for deletion, give the claim up. The row is marked first;
 * whoever comes next (the caller again, or the sync) finishes what the mark stands for.
 */
import { parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import { step } from './lifecycle.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { SecretIdInputSchema } from './read.js';
import { readRow, saveRow } from './rows.js';
import { runSyncSoon } from './schedule.js';

export const disconnectSpec = {
    description:
        'Disconnects an export destination: archives it and schedules its secret for deletion. Refused while a Glue job uses it.',
    version: '1.0.0',
    input: SecretIdInputSchema,
    output: ExportSecretSchema
} as const;

export async function disconnectExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    typeName: string
): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await readRow(nango, id);
    if (row.unfinished !== 'archive') step(row.status, 'archive');
    const context = await openContext(nango, typeName, row.organization_id);
    const archived = await archive(context, row);
    await runSyncSoon(nango);
    return context.record(archived);
}

/** Also takes up an archiving that was cut off. */
export async function archive(context: Context, row: Row): Promise<Row> {
    await context.guard(row, row.secret_arn);
    const marked =
        row.status === 'Archived'
            ? row
            : await saveRow(context.nango, row, { ...step(row.status, 'archive'), unfinished: 'archive', error: null });
    // Only a secret on its way out lets the claim go: there is never a second live one.
    const deletionDate = await context.vault.scheduleDeletion(row.secret_name);
    await context.claim.release(row.id);
    return await saveRow(context.nango, marked, { unfinished: null, deletion_date: deletionDate });
}
