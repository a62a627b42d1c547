/**
 * When the connection's programmatic access token ends. Snowflake does not say which of a user's tokens a session was
 * opened with: the only active one is it, and of several the first to end is told as one of them. It is asked once for a
 * token and noted in the metadata, with a digest by which a later run sees that the token is another.
 * https://docs.snowflake.com/en/sql-reference/sql/show-user-programmatic-access-tokens
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { anyText } from '../schema.js';
import { endsExecution } from '../nango/execution-end.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { dayOf, endsSoon, firstToEnd, hasEnded } from '../snowflake/expiry.js';
import { activeTokens } from './shown.js';

export const TOKEN_NOTE = 'snowflake_token';
const DIGEST_CHARS = 16;

const NoteSchema = z.object({
    digest: anyText,
    /** Null where more than one could be it. */
    name: anyText.nullable(),
    /** ISO 8601; null where Snowflake does not show it. */
    expires_at: anyText.nullable(),
    /** Set where the first to end is the old secret of a token that was rotated: the token's name. */
    rotated_to: anyText.nullable().default(null)
});
export type TokenNote = z.infer<typeof NoteSchema>;

const ConnectionSchema = z.object({
    credentials: z.object({ apiKey: anyText }),
    metadata: z
        .object({ [TOKEN_NOTE]: NoteSchema })
        .nullish()
        .catch(null)
});

export interface TokenHandle {
    getConnection(): Promise<{ readonly credentials: unknown; readonly metadata?: unknown }>;
    log(message: string, options: { level: 'warn' }): void | Promise<void>;
    /** Not everywhere: a destination is tried without it. */
    updateMetadata?(metadata: Record<string, unknown>): Promise<unknown>;
}

/** What was noted of this very token; null where nothing was. */
export async function tokenNote(nango: TokenHandle): Promise<TokenNote | null> {
    const connection = ConnectionSchema.safeParse(await nango.getConnection()).data;
    const note = connection?.metadata?.[TOKEN_NOTE];
    return note !== undefined && note.digest === digestOf(connection?.credentials.apiKey ?? '') ? note : null;
}

/** Null also where the one that the note tells of has ended: if this one still signs in, that was another of the user's. */
export async function notedExpiry(nango: TokenHandle, nowMs = Date.now()): Promise<TokenNote | null> {
    const note = await tokenNote(nango);
    return note === null || hasEnded(note.expires_at, nowMs) ? null : note;
}

/** Asks Snowflake, and notes what it says: no run fails for it. */
export async function lookUpExpiry(nango: TokenHandle, client: SnowflakeClient): Promise<TokenNote | null> {
    const apiKey = ConnectionSchema.safeParse(await nango.getConnection()).data?.credentials.apiKey;
    if (apiKey === undefined || nango.updateMetadata === undefined) return null;
    try {
        const note = { digest: digestOf(apiKey), ...(await whichEndsFirst(client)) };
        await nango.updateMetadata({ [TOKEN_NOTE]: note });
        return note;
    } catch (error) {
        if (endsExecution(error)) throw error;
        return null;
    }
}

async function whichEndsFirst(client: SnowflakeClient): Promise<Omit<TokenNote, 'digest'>> {
    const active = await activeTokens(client);
    const first = firstToEnd(active);
    return {
        name: first !== undefined && active.length === 1 ? first.name : null,
        expires_at: first?.expiresAt ?? null,
        rotated_to: first?.rotatedTo ?? null
    };
}

export interface Ending {
    readonly message: string;
    readonly remedy: string;
}

/** Null while there is time, or where nothing is known. */
export function endingOf({ name, expires_at, rotated_to }: TokenNote, nowMs = Date.now()): Ending | null {
    if (expires_at === null || !endsSoon(expires_at, nowMs)) return null;
    const day = dayOf(expires_at);
    if (rotated_to !== null) {
        return {
            message: `The access token ${rotated_to} was rotated, and its old secret ends on ${day}.`,
            remedy: 'Where this connection still has that one, reconnect with the new one before then.'
        };
    }
    const which = name === null ? 'One of the programmatic access tokens of this user' : `The access token ${name}`;
    return { message: `${which} ends on ${day}.`, remedy: REMEDY };
}

const REMEDY =
    'Rotate it (the action rotate-token of a connection by key pair, or ALTER USER ... ROTATE PROGRAMMATIC ACCESS TOKEN ...) or add another, and reconnect with that before then.';

export function expiryWarning(note: TokenNote): string | null {
    const ending = endingOf(note);
    return ending && `${ending.message} ${ending.remedy}`;
}

function digestOf(token: string): string {
    return createHash('sha256').update(token, 'utf8').digest('hex').slice(0, DIGEST_CHARS);
}
