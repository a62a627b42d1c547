/**
 * The destinations of this connection, each under a metadata key of its own: Nango merges top-level keys only, so two
 * functions that write different rows leave each other's alone. Nango's merge reads and writes the whole metadata
 * without a lock, so a row can still be lost or fall back; the claim in Secrets Manager is what it is rebuilt from.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';
import { RowSchema } from './record.js';
import type { Row } from './record.js';

const KEY_PREFIX = 'export_secret_';
const MetadataSchema = z.record(anyText, z.unknown());

export type MetadataHandle = Pick<NangoHandle, 'getConnection'> & {
    updateMetadata(metadata: Record<string, unknown>): Promise<unknown>;
};

/** Oldest first. Keys of others, and rows that a newer or older release wrote differently, are left out. */
export function rowsIn(metadata: unknown): Row[] {
    const entries = Object.entries(MetadataSchema.safeParse(metadata).data ?? {});
    return entries
        .filter(([key]) => key.startsWith(KEY_PREFIX))
        .flatMap(([, value]) => RowSchema.safeParse(value).data ?? [])
        .toSorted((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

/** Reads past the cache: within one execution Nango answers up to a minute-old metadata otherwise. */
export async function readRows(nango: MetadataHandle): Promise<Row[]> {
    const connection = await nango.getConnection(undefined, undefined, { refreshToken: true });
    return rowsIn(connection.metadata);
}

export function destinationNotFound(): ActionableError {
    return new ActionableError(
        'export_secret_not_found',
        'This connection has no export destination of that id.',
        'Check the id with list-export-secrets, and that the call names the connection the destination was created on.',
        { http_status: 404 }
    );
}

/** Writes a row and answers it; `updated_at` moves only when something else does. */
export async function saveRow(nango: MetadataHandle, before: Row, changes: Partial<Row>): Promise<Row> {
    const row = { ...before, ...changes, updated_at: new Date().toISOString() };
    await nango.updateMetadata({ [`${KEY_PREFIX}${row.id}`]: row });
    return row;
}
