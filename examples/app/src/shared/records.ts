/**
 * The records of a sync, kept in the page. The first read brings all of them; each later one goes on from the cursor of
 * the last page, so it brings what changed since and nothing else.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { recordPage } from './api.js';

import type { Records, Sync, Which } from './api.js';

export interface Change {
    readonly id: string;
    readonly sync: Sync;
    readonly kind: 'new' | 'changed' | 'gone';
    readonly at: number;
}

export interface Stored<Row> {
    readonly byId: ReadonlyMap<string, Row>;
    readonly rows: readonly Row[];
    readonly cursor: string | null;
    /** Since the page was opened, the newest first. */
    readonly changes: readonly Change[];
}

const MOST_CHANGES = 200;
const NOTHING = { byId: new Map(), rows: [], cursor: null, changes: [] };

export function recordsKey(which: Which, sync: Sync): readonly string[] {
    return ['records', which.integration, which.connection, sync];
}

export function useRecords<S extends Sync>(
    which: Which,
    sync: S
): { readonly stored: Stored<Records[S]>; readonly isLoading: boolean; readonly error: Error | null } {
    const queries = useQueryClient();
    const queryKey = recordsKey(which, sync);
    const { data, isLoading, error } = useQuery({
        queryKey,
        structuralSharing: false,
        queryFn: async () => await readOn(which, sync, queries.getQueryData<Stored<Records[S]>>(queryKey))
    });
    return { stored: data ?? NOTHING, isLoading, error };
}

async function readOn<S extends Sync>(
    which: Which,
    sync: S,
    before: Stored<Records[S]> | undefined
): Promise<Stored<Records[S]>> {
    const byId = new Map(before?.byId);
    const changes: Change[] = [];
    const at = Date.now();
    let cursor = before?.cursor ?? null;
    for (;;) {
        const page = await recordPage(which, sync, cursor);
        for (const row of page.records) {
            changes.push({ id: row.id, sync, kind: byId.has(row.id) ? 'changed' : 'new', at });
            byId.set(row.id, row);
        }
        for (const id of page.deleted) {
            if (byId.delete(id)) changes.push({ id, sync, kind: 'gone', at });
        }
        if (page.cursor === null) break;
        cursor = page.cursor;
    }
    const kept = before === undefined ? [] : [...changes.toReversed(), ...before.changes].slice(0, MOST_CHANGES);
    return { byId, rows: [...byId.values()], cursor, changes: kept };
}
