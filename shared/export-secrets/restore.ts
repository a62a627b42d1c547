/**
 * Brings an archived destination back within the recovery window, if no other took its place. The row says that a
 * restore is under way before the claim is taken, so that nobody mistakes the holder for an ended one.
 */
import { ActionableError } from '../errors.js';
import { changeSpec, changing } from './change.js';
import { isActiveFor } from './claim.js';
import type { Held } from './claim.js';
import type { Holder } from './claim-content.js';
import type { Context } from './context.js';
import type { DestinationType } from './destination-type.js';
import { examine } from './examine.js';
import { step } from './lifecycle.js';
import { endingWithConnection } from './orphan.js';
import { holderFrom } from './holder.js';
import type { Row } from './record.js';
import { keep } from './keep.js';
import { busy } from './rounds.js';
import { saveRow } from './rows.js';
import { alreadyExists, takeClaim } from './succession.js';

export const restoreSpec = changeSpec(
    'Restores a disconnected export destination within the recovery window, if the organisation has no other active one, and tries its credentials. The way back from disconnect-export-secret.'
);

export const restoreExportSecret = /* @__PURE__ */ changing('restore', restore);

/** Also takes up a restore that was cut off. */
export async function restore(context: Context, type: DestinationType, row: Row): Promise<Row> {
    return await endingWithConnection(context, row, async () => await bringBackSecret(context, type, row));
}

async function bringBackSecret(context: Context, type: DestinationType, row: Row): Promise<Row> {
    const { nango, claim, vault } = context;
    if (row.secret_gone) {
        if (row.unfinished !== null) await saveRow(nango, row, GONE);
        throw secretGone();
    }
    const marked = row.unfinished === 'restore' ? row : await saveRow(nango, row, { unfinished: 'restore' });
    // What the row stood for before; an archiving that was cut off stays to be finished.
    const before = row.unfinished === 'restore' ? null : row.unfinished;
    const remembered = row.claim_version === null ? null : await claim.holderOf(row.claim_version);
    const { stored, options } = { ...holderFrom(context, row), ...(remembered && { options: remembered.options }) };
    const holder: Holder = { ...(remembered ?? holderFrom(context, row)), stored, options, phase: 'restoring' };
    const held = await taken(context, holder, async () => await saveRow(nango, marked, { unfinished: before }));
    if (!(await vault.restore(row.secret_name))) {
        await saveRow(nango, marked, { ...GONE, ...step(marked.status, 'end') });
        // A run that took up the same restore may have the claim by now.
        if (!(await claim.release(held, null))) await letGo(context, row.id);
        throw secretGone();
    }
    const active = await claim.commit(held, { phase: 'active' });
    if (active === null) return await giveWay(context, type, marked);
    // The account may have changed since it was archived: it shows as Connected only when it has just worked.
    const problem = await examine(context, type, marked, holder.options);
    const restored = step(row.status, 'restore');
    const saved = await saveRow(nango, marked, {
        ...restored,
        ...(problem !== null && step(restored.status, 'degrade')),
        unfinished: null,
        deletion_date: null,
        ending_problem: null,
        claim_version: active.version,
        error: problem
    });
    return await keep(context, saved);
}

const GONE = { unfinished: null, deletion_date: null, ending_problem: null, secret_gone: true } as const;

function secretGone(): ActionableError {
    return new ActionableError(
        'export_secret_gone',
        'The recovery window has ended and AWS has deleted the secret for good.',
        'Create a new destination.'
    );
}

async function letGo({ claim }: Context, id: string): Promise<void> {
    const held = await claim.begin(id, { phase: 'ending' });
    if (held !== null) await claim.release(held, null);
}

async function taken(context: Context, holder: Holder, onRefusal: () => Promise<unknown>): Promise<Held> {
    try {
        return await takeClaim(context, holder);
    } catch (error) {
        await onRefusal();
        throw error;
    }
}

/** Somebody came between: what the claim says now is how it comes out. */
async function giveWay(context: Context, type: DestinationType, marked: Row): Promise<Row> {
    const now = await context.claim.readSurely(marked.id);
    const other = now.state === 'held' && now.holder.id !== marked.id ? now.holder : null;
    const isOurs = now.state === 'held' && other === null;
    // Another run restores the same one; one of the two ends it.
    if (isActiveFor(now, marked.id)) return await bringBackSecret(context, type, marked);
    const deletionDate = await context.vault.scheduleDeletion(marked.secret_name);
    const unfinished = isOurs ? 'archive' : null;
    await saveRow(context.nango, marked, { unfinished, deletion_date: deletionDate ?? marked.deletion_date });
    throw other === null ? busy() : alreadyExists(context, other);
}
