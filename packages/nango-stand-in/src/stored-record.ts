/**
 * A record in the store, and the shape in which Nango gives it out: what is deleted or pruned is given out like the
 * rest, told apart by `_nango_metadata` alone.
 */
import type { RecordData } from './record-format.js';

export interface Stored {
    readonly uuid: string;
    /** Empty once pruned. */
    data: RecordData;
    hash: string;
    createdAt: string;
    updatedAt: string;
    deletedAt: string | null;
    prunedAt: string | null;
    /** Who saved it, changed or not: what deletion tracking goes by. A later save by an older execution takes nothing back. */
    seen: readonly Seen[];
}

export interface Seen {
    /** Of the execution that saved it, in the order in which executions begin (`syncJobId`). */
    readonly generation: number;
    readonly atMs: number;
}

export interface RecordMetadata {
    readonly first_seen_at: string;
    readonly last_modified_at: string;
    readonly last_action: 'ADDED' | 'UPDATED' | 'DELETED';
    readonly deleted_at: string | null;
    readonly pruned_at: string | null;
    readonly cursor: string;
}
export type NangoRecord = RecordData & { id: string; _nango_metadata: RecordMetadata };

export function position(stored: Stored): string {
    return `${stored.updatedAt}||${stored.uuid}`;
}

function actionOf(stored: Stored): RecordMetadata['last_action'] {
    if (stored.deletedAt !== null) return 'DELETED';
    return stored.createdAt === stored.updatedAt ? 'ADDED' : 'UPDATED';
}

export function matches(stored: Stored, filter: string | undefined): boolean {
    return filter === undefined || filter.toUpperCase().split(',').includes(actionOf(stored));
}

export function published(id: string, stored: Stored): NangoRecord {
    return {
        ...structuredClone(stored.data),
        id,
        _nango_metadata: {
            first_seen_at: stored.createdAt,
            last_modified_at: stored.updatedAt,
            last_action: actionOf(stored),
            deleted_at: stored.deletedAt,
            pruned_at: stored.prunedAt,
            cursor: Buffer.from(position(stored)).toString('base64')
        }
    };
}
