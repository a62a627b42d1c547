/**
 * Cursors of paged actions: opaque text for the caller, JSON inside. A cursor comes back from outside, so it is parsed
 * like any input; one that does not fit the request it is used with is refused rather than read at the wrong place.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { anyText } from '../schema.js';
import { wrongInput } from './report.js';
import type { InputError } from './report.js';

const DIGEST_LENGTH = 12;

const EnvelopeSchema = z.object({ request: anyText, position: z.unknown() });

/** What the cursor belongs to: a request with other filters must not go on from it. */
export function digestOfRequest(request: unknown): string {
    return createHash('sha256').update(JSON.stringify(request), 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

export function encodeCursor(position: unknown, request: string): string {
    return Buffer.from(JSON.stringify({ request, position }), 'utf8').toString('base64url');
}

/** Throws InputError naming `cursor`. */
export function decodeCursor<Schema extends z.ZodType>(
    schema: Schema,
    cursor: string,
    request: string
): z.infer<Schema> {
    const envelope = EnvelopeSchema.safeParse(jsonOf(cursor));
    const position = schema.safeParse(envelope.data?.position);
    if (!envelope.success || !position.success) throw wrongCursor('it is not one that this action gave');
    if (envelope.data.request !== request) throw wrongCursor('it belongs to a request with other input');
    return position.data;
}

function jsonOf(cursor: string): unknown {
    try {
        const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
        return value;
    } catch {
        return undefined;
    }
}

function wrongCursor(why: string): InputError {
    return wrongInput(
        'cursor',
        why,
        'Pass the next_cursor of the page before unchanged, with the same input as for that page.'
    );
}
