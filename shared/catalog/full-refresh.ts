/**
 * What a sync that reads a whole listing begins with: what is saved is checkpointed, and a run that was cut off goes on
 * from there (within a day, see open-walk.ts). The frame around it, with its deletions, is full-read.ts.
 */
import type { NangoRecord } from '../nango/handle.js';
import { censusOfRecords } from '../sync/known-records.js';
import { readFully } from '../sync/full-read.js';
import { OwnCheckpoint } from '../sync/own-checkpoint.js';
import { isRemembered, isResumable, readCheckpoint, toCheckpoint } from './checkpoint.js';
import type { CatalogCheckpoint } from './checkpoint.js';
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
    const first = { ...run, known, resumed, again: isOpen, kept: left?.kept ?? '' };
    const checkpoint = new OwnCheckpoint(start.nango, stored);
    const walk = new TrackedWalk(start, listing, { ...first, checkpoint });
    await checkpoint.whileOwn(async () => await readFully(start.nango, walk), leftOpen);
}

/** A run that was overtaken may have opened Nango's tracking behind the other one's end: then the next run walks twice. */
function leftOpen(found: unknown): CatalogCheckpoint | null {
    const left = readCheckpoint(found);
    return left?.walk.state === 'done' ? toCheckpoint({ ...left, walk: { ...left.walk, state: 'abandoned' } }) : null;
}
