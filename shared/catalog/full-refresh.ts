/**
 * The frame of every sync that reads a whole listing: what is saved is checkpointed, a resumed run goes on from there,
 * and deletions come only after a whole walk. (Clearing the checkpoint first means that a crash between the two starts
 * over; the other order would leave a checkpoint that points past the end.)
 */
import { z } from 'zod';
import type { NangoRecord, SyncHandle } from '../nango/handle.js';
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
    complete: z.boolean()
});
export type CatalogCheckpoint = z.infer<typeof CatalogCheckpointSchema>;

const START: CatalogCheckpoint = {
    database: '',
    schema: '',
    object: '',
    page_last: '',
    page_anchor: '',
    page_anchor_before: '',
    unreadable: '',
    complete: false
};

/** What an earlier execution left, or null. One of another version is not understood, and its walk starts over. */
export function readCheckpoint(stored: unknown): CatalogCheckpoint | null {
    const parsed = CatalogCheckpointSchema.safeParse(stored);
    return parsed.success ? parsed.data : null;
}

export interface Progress<Rec extends NangoRecord> {
    save(records: Rec[], checkpoint: Partial<CatalogCheckpoint>): Promise<void>;
}

export async function fullRefresh<Rec extends NangoRecord>(
    nango: SyncHandle<CatalogCheckpoint>,
    model: string,
    checkpoint: CatalogCheckpoint | null,
    read: (progress: Progress<Rec>) => Promise<void>
): Promise<void> {
    let checkpointed = checkpoint !== null;
    if (!checkpointed) await nango.trackDeletesStart(model);
    if (!checkpoint?.complete) {
        await read({
            save: async (records, position) => {
                if (records.length > 0) await nango.batchSave(records, model);
                await nango.saveCheckpoint({ ...START, ...position });
                checkpointed = true;
            }
        });
    }
    if (checkpointed) await nango.clearCheckpoint();
    await nango.trackDeletesEnd(model);
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
