/**
 * A record on its way into the store: the checks of a batch, the hash that tells a change, and the shape that
 * PostgreSQL's `jsonb` gives it.
 */
import { createHash } from 'node:crypto';

import * as z from 'zod';

const MAX_ID_CHARACTERS = 255;

const IncomingId = z.union([z.string().min(1).max(MAX_ID_CHARACTERS), z.number()]);
const Incoming = z.looseObject({ id: IncomingId });
export type RecordData = Record<string, unknown>;

/** Checks a batch as the server does, all or nothing, and keeps the first of records with the same id. */
export function distinct(records: readonly unknown[]): { unique: Map<string, RecordData>; duplicates: string[] } {
    const parsed = z.array(Incoming).safeParse(JSON.parse(JSON.stringify(records)));
    if (!parsed.success) throw new Error(`invalid_body: ${z.prettifyError(parsed.error)}`);
    const unique = new Map<string, RecordData>();
    const duplicates = new Set<string>();
    for (const record of parsed.data) {
        const id = withoutNullBytes(String(record.id));
        if (unique.has(id)) duplicates.add(id);
        else unique.set(id, record);
    }
    return { unique, duplicates: [...duplicates] };
}

export function withoutNullBytes(id: string): string {
    return id.replaceAll('\u0000', '');
}

export function hashOf(data: RecordData): string {
    return createHash('md5').update(JSON.stringify(data)).digest('hex');
}

/** Stable and without order, like Nango's UUID v5 of connection, model and id. */
export function uuidOf(connection: number, model: string, id: string): string {
    return createHash('sha1').update(`${connection}${model}${id}`).digest('hex').slice(0, 32);
}

/** `jsonb` sorts the keys of an object by length, then by bytes. */
export function asJsonb(data: RecordData): RecordData {
    return z.record(z.string(), z.unknown()).parse(sorted(data));
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, each]): [Buffer, string, unknown] => [
        Buffer.from(key),
        key,
        sorted(each)
    ]);
    entries.sort(([left], [right]) => left.length - right.length || Buffer.compare(left, right));
    return Object.fromEntries(entries.map(([, key, each]) => [key, each]));
}
