/**
 * The frame of every sync that reads a whole listing: what is saved is checkpointed, a resumed run goes on from there
 * (within a day, see open-walk.ts), and deletions come only after a whole walk. (Clearing the checkpoint first means
 * that a crash between the two starts over; the other order would leave a checkpoint that points past the end.)
 */
import { z } from 'zod';
import type { NangoRecord, SyncHandle } from '../nango/handle.js';
import { isStale } from '../nango/open-walk.js';
import type { PagePosition } from './show.js';
import type { Position } from './walk.js';

/** Where a listing stands. Nango's checkpoints are flat; an empty text means "not set". */
export const CatalogCheckpointSchema = z.object({
    database: z.string(),
    schema: z.string(),
    object: z.string(),
    page_last: z.string(),
    page_anchor: z.string(),
    page_anchor_before: z.string(),
    unreadable: z.string(),
    keep_all: z.boolean(),
    complete: z.boolean(),
    /** When the walk began, in milliseconds since 1970. */
    started: z.number()
});
export type CatalogCheckpoint = z.infer<typeof CatalogCheckpointSchema>;

const START = {
    database: '',
    schema: '',
    object: '',
    page_last: '',
    page_anchor: '',
    page_anchor_before: '',
    unreadable: '',
    complete: false
};

/** What an earlier execution left and may be gone on from. One of another version is not understood: its walk starts over. */
function readCheckpoint(stored: unknown, now: number): CatalogCheckpoint | null {
    const parsed = CatalogCheckpointSchema.safeParse(stored);
    return parsed.success && !isStale(parsed.data.started, now) ? parsed.data : null;
}

export interface OpenWalk<Rec extends NangoRecord> {
    /** Where an earlier execution of this walk stopped. */
    readonly checkpoint: CatalogCheckpoint | null;
    save(records: Rec[], position: Partial<CatalogCheckpoint>): Promise<void>;
    /** Something that is not gone could not be saved: this walk deletes nothing. */
    keepAll(): void;
}

export async function fullRefresh<Rec extends NangoRecord>(
    nango: SyncHandle<CatalogCheckpoint>,
    model: string,
    stored: unknown,
    read: (walk: OpenWalk<Rec>) => Promise<void>
): Promise<void> {
    const now = Date.now();
    const checkpoint = readCheckpoint(stored, now);
    const started = checkpoint?.started ?? now;
    let keepAll = checkpoint?.keep_all ?? false;
    let checkpointed = stored !== null && stored !== undefined;
    if (!checkpoint) await nango.trackDeletesStart(model);
    if (!checkpoint?.complete) {
        await read({
            checkpoint,
            save: async (records, position) => {
                if (records.length > 0) await nango.batchSave(records, model);
                await nango.saveCheckpoint({ ...START, ...position, started, keep_all: keepAll });
                checkpointed = true;
            },
            keepAll: () => {
                keepAll = true;
            }
        });
    }
    if (checkpointed) await nango.clearCheckpoint();
    // Without its end the tracking stays open, and the next walk's start and saves count as part of it.
    if (!keepAll) await nango.trackDeletesEnd(model);
}

export function checkpointOf(position: Position): Partial<CatalogCheckpoint> {
    const [database = '', schema = '', object = ''] = position.place;
    return { database, schema, object, ...(position.page && pageCheckpoint(position.page)) };
}

/** `complete` after an account's last page: an execution that ends right there must not start over. */
export function pageCheckpoint(page: PagePosition | null): Partial<CatalogCheckpoint> {
    if (!page) return { complete: true };
    return { page_last: page.last, page_anchor: page.anchor, page_anchor_before: page.anchor_before };
}

export function positionOf(checkpoint: CatalogCheckpoint | null): Position | null {
    if (!checkpoint || checkpoint.database === '') return null;
    const place = [checkpoint.database, checkpoint.schema, checkpoint.object].filter((name) => name !== '');
    return { place, page: pageOf(checkpoint) };
}

export function pageOf(checkpoint: CatalogCheckpoint | null): PagePosition | null {
    if (!checkpoint || checkpoint.page_anchor === '') return null;
    const { page_last: last, page_anchor: anchor, page_anchor_before: anchor_before } = checkpoint;
    return { last, anchor, anchor_before };
}
