/**
 * When the connection's programmatic access token ends. Snowflake does not say which of a user's tokens a session was
 * opened with: the only active one is it, and of several the first to end is told as one of them. It is asked once for a
 * token and noted in the metadata, with a digest by which a later run sees that the token is another.
 * https://docs.snowflake.com/en/sql-reference/sql/show-user-programmatic-access-tokens
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { show } from '../catalog/show.js';
import { IDENTITY_SECONDS } from '../limits.js';
import { endsExecution } from '../nango/execution-end.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';

export const TOKEN_NOTE = 'snowflake_token';
const WARN_DAYS = 14;
const DAY_MS = 86_400_000;
const DIGEST_CHARS = 16;

const NoteSchema = z.object({
    digest: z.string(),
    /** Null where more than one could be it. */
    name: z.string().nullable(),
    /** ISO 8601; null where Snowflake does not show it. */
    expires_at: z.string().nullable()
});
export type TokenNote = z.infer<typeof NoteSchema>;

const ConnectionSchema = z.object({
    credentials: z.object({ apiKey: z.string() }),
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

/** The note of this very token; null where there is none yet. */
export async function notedExpiry(nango: TokenHandle): Promise<TokenNote | null> {
    const connection = ConnectionSchema.safeParse(await nango.getConnection()).data;
    const note = connection?.metadata?.[TOKEN_NOTE];
    return note !== undefined && note.digest === digestOf(connection?.credentials.apiKey ?? '') ? note : null;
}

/** Asks Snowflake, and notes what it says: no run fails for it. */
export async function lookUpExpiry(nango: TokenHandle, client: SnowflakeClient): Promise<TokenNote | null> {
    const apiKey = ConnectionSchema.safeParse(await nango.getConnection()).data?.credentials.apiKey;
    if (apiKey === undefined || nango.updateMetadata === undefined) return null;
    try {
        const note = { digest: digestOf(apiKey), ...(await firstToEnd(client)) };
        await nango.updateMetadata({ [TOKEN_NOTE]: note });
        return note;
    } catch (error) {
        if (endsExecution(error)) throw error;
        return null;
    }
}

async function firstToEnd(client: SnowflakeClient): Promise<Omit<TokenNote, 'digest'>> {
    const options = { timeoutSeconds: IDENTITY_SECONDS };
    try {
        const { rows } = await show({ client, options }, 'SHOW USER PROGRAMMATIC ACCESS TOKENS');
        const active = rows
            .filter((row) => row.word('status') === 'ACTIVE')
            .map((row) => ({ name: row.text('name'), expires_at: row.time('expires_at') }))
            .toSorted((one, other) => ((one.expires_at ?? '~') < (other.expires_at ?? '~') ? -1 : 1));
        const [first] = active;
        if (first === undefined) return { name: null, expires_at: null };
        return { name: active.length === 1 ? first.name : null, expires_at: first.expires_at };
    } catch (error) {
        if (error instanceof SnowflakeError && error.concerns === 'statement') return { name: null, expires_at: null };
        throw error;
    }
}

/** Null while there is time, or where nothing is known. */
export function expiryWarning({ name, expires_at: expiresAt }: TokenNote, nowMs = Date.now()): string | null {
    if (expiresAt === null || Date.parse(expiresAt) - nowMs > WARN_DAYS * DAY_MS) return null;
    const which = name === null ? 'One of the programmatic access tokens of this user' : `The access token ${name}`;
    return `${which} ends on ${expiresAt.slice(0, 10)}. Rotate it (ALTER USER ... ROTATE PROGRAMMATIC ACCESS TOKEN ...) or add another, and reconnect with that before then.`;
}

function digestOf(token: string): string {
    return createHash('sha256').update(token, 'utf8').digest('hex').slice(0, DIGEST_CHARS);
}
