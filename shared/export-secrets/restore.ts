/**
 * Brings an archived destination back within the recovery window, if no other took its place. The row says that a
 * restore is under way before the claim is taken, so that nobody mistakes the holder for an ended one.
 */
import { ActionableError } from '../errors.js';
import { parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { examine } from './examine.js';
import { step } from './lifecycle.js';
import { holderFrom } from './provision.js';
import { SecretIdInputSchema } from './read.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { readRow, saveRow } from './rows.js';
import { runSyncSoon } from './schedule.js';
import { alreadyExists, judge } from './succession.js';

export const restoreSpec = {
    description:
        'Restores a disconnected export destination within the recovery window, if the organisation has no other active one, and tries its credentials.',
    version: '1.0.0',
    input: SecretIdInputSchema,
    output: ExportSecretSchema
} as const;

export async function restoreExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await readRow(nango, id);
    step(row.status, 'restore');
    const context = await openContext(nango, type.type, row.organization_id);
    const restored = await restore(context, type, row);
    await runSyncSoon(nango);
    return context.record(restored);
}

/** Also takes up a restore that was cut off. */
export async function restore(context: Context, type: DestinationType, row: Row): Promise<Row> {
    const { nango, claim, vault } = context;
    const marked = row.unfinished === 'restore' ? row : await saveRow(nango, row, { unfinished: 'restore' });
    // What the row stood for before; an archiving that was cut off stays to be finished.
    const before = row.unfinished === 'restore' ? null : row.unfinished;
    const remembered = row.claim_version === null ? null : await claim.holderOf(row.claim_version);
    const holder = remembered ?? holderFrom(context, row);
    let version: string;
    try {
        version = await claim.take(holder, async (other) => await judge(context, other));
    } catch (error) {
        await saveRow(nango, marked, { unfinished: before });
        throw error;
    }
    if (!(await vault.restore(row.secret_name))) {
        await claim.release(row.id);
        await saveRow(nango, marked, { unfinished: null, deletion_date: null });
        throw new ActionableError(
            'export_secret_gone',
            'The recovery window has ended and AWS has deleted the secret for good.',
            'Create a new destination.'
        );
    }
    const now = await claim.read();
    if (now.state === 'held' && now.holder.id !== row.id) {
        const deletionDate = await vault.scheduleDeletion(row.secret_name);
        await saveRow(nango, marked, { unfinished: null, deletion_date: deletionDate });
        throw alreadyExists(context, now.holder);
    }
    // The account may have changed since it was archived: it shows as Connected only when it has just worked.
    const problem = await examine(context, type, marked, holder.options);
    const restored = step(row.status, 'restore');
    return await saveRow(nango, marked, {
        ...restored,
        ...(problem !== null && step(restored.status, 'degrade')),
        unfinished: null,
        deletion_date: null,
        claim_version: version,
        error: problem
    });
}
