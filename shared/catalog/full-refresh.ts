/**
 * The frame of every sync that reads a whole listing: what is saved is checkpointed, a run that was cut off goes on from
 * there (within a day, see open-walk.ts), and deletions come only after a whole walk, if the guard lets them.
 *
 * Nango tracks deletions from a start to an end that only `trackDeletesEnd` makes, so a walk that does not come to its
 * end leaves the tracking open, and all that it saved counts as seen: what is dropped after it was saved would stay a
 * run longer. So the walk that ends such a tracking is followed by one that has a tracking of its own.
 */
import type { NangoRecord } from '../nango/handle.js';
import { censusOfRecords } from '../sync/known-records.js';
import { isRemembered, isResumable, readCheckpoint } from './checkpoint.js';
import type { ListedModel } from './listed-model.js';
import { beginRun } from './memory.js';
import type { Start } from './syncs/start.js';
import { TrackedWalk } from './tracked-walk.js';

export async function fullRefresh<Rec extends NangoRecord>(
    start: Start,
    listing: ListedModel<Rec>,
    stored: unknown
): Promise<void> {
    const left = readCheckpoint(stored);
    const run = await beginRun(start, left?.memory ?? null);
    const resumed = left && isResumable(left.walk, run.present.scope, Date.now()) ? left : null;
    // Where no walk has come to its end yet, only the records say what one that cannot be gone on with has saved.
    const known = resumed
        ? resumed.known
        : (left?.known ?? (await censusOfRecords(start.nango, listing.model, listing.groupOf)));
    const isOpen = left ? isRemembered(left.walk, Date.now()) : stored !== null && stored !== undefined;
    const first = { ...run, known, resumed, again: isOpen, kept: left?.position.kept ?? '' };
    const { now, again, kept } = await new TrackedWalk(start, listing, first).toItsEnd();
    if (!again) return;
    const next = { present: run.present, before: run.present, mayDelete: false };
    await new TrackedWalk(start, listing, { ...next, known: now, resumed: null, again: false, kept }).toItsEnd();
}
