/**
 * When what the connection signs in with ends, as far as Snowflake shows it: its access token, or its named key pair. The
 * two properties of a user for public keys have no end, and Nango renews what OAuth gave.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { endingOf, lookUpExpiry, tokenNote } from '../access-token/expiry.js';
import type { TokenHandle, TokenNote } from '../access-token/expiry.js';
import { activeTokens } from '../access-token/shown.js';
import { ActionableError } from '../errors.js';
import { readNamedKeys } from '../key-rotation/named.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { dayOf, endsSoon, firstToEnd, hasEnded } from '../snowflake/expiry.js';
import { readPrivateKey } from '../snowflake/key-pair.js';

export interface EndingCheck {
    readonly name: 'access_token' | 'key_pair';
    readonly ok: boolean;
    readonly message: string;
    /** Of one that is ok: what to do before it ends. */
    readonly remedy: string | null;
}

const CredentialsSchema = z.union([
    z.object({ type: z.literal('API_KEY') }).transform(() => ({ by: 'access token' as const })),
    z.object({ type: z.literal('BASIC') }).transform(() => ({ by: 'password' as const })),
    z.object({ privateKey: anyText }).transform(({ privateKey }) => ({ by: 'key pair' as const, privateKey }))
]);

/** Null where there is nothing to say. `client` null: the sign-in failed. */
export async function endingCheck(
    nango: TokenHandle,
    client: SnowflakeClient | null,
    nowMs = Date.now()
): Promise<EndingCheck | null> {
    const credentials = CredentialsSchema.safeParse((await nango.getConnection()).credentials).data;
    if (credentials === undefined) return null;
    const name = credentials.by === 'key pair' ? 'key_pair' : 'access_token';
    try {
        if (client === null)
            return credentials.by === 'access token' ? endedToken(await tokenNote(nango), nowMs) : null;
        if (credentials.by === 'key pair') return await ofKey(client, credentials.privateKey, nowMs);
        return credentials.by === 'password' ? await ofPassword(client, nowMs) : await ofToken(nango, client, nowMs);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        return { name, ok: false, message: error.message, remedy: error.remedy };
    }
}

async function ofToken(nango: TokenHandle, client: SnowflakeClient, nowMs: number): Promise<EndingCheck> {
    const note = await lookUpExpiry(nango, client);
    if (note === null || note.expires_at === null) {
        return fine('access_token', 'Snowflake does not show this role when the access token ends.');
    }
    const ending = endingOf(note, nowMs);
    if (ending !== null) return { name: 'access_token', ok: true, ...ending };
    const which = note.name === null ? 'The first of the access tokens of this user' : `The access token ${note.name}`;
    return fine('access_token', `${which} ends on ${dayOf(note.expires_at)}.`);
}

/** A token that has ended signs nobody in who could be shown it: what was noted of it says so. */
function endedToken(note: TokenNote | null, nowMs: number): EndingCheck | null {
    if (note === null || note.expires_at === null || note.name === null || !hasEnded(note.expires_at, nowMs))
        return null;
    return {
        name: 'access_token',
        ok: false,
        message: `The access token ${note.name} ended on ${dayOf(note.expires_at)}.`,
        remedy: 'Make another (ALTER USER ... ADD PROGRAMMATIC ACCESS TOKEN ...), and reconnect with that.'
    };
}

/** Nobody can tell whether the password is a token. */
async function ofPassword(client: SnowflakeClient, nowMs: number): Promise<EndingCheck | null> {
    const first = firstToEnd(await activeTokens(client));
    if (first?.expiresAt === undefined || first.expiresAt === null || !endsSoon(first.expiresAt, nowMs)) return null;
    return {
        name: 'access_token',
        ok: true,
        message: `The access token ${first.name} of this user ends on ${dayOf(first.expiresAt)}.`,
        remedy: 'Where this connection signs in with it in place of a password, rotate it or add another, and reconnect with that before then.'
    };
}

async function ofKey(client: SnowflakeClient, privateKey: string, nowMs: number): Promise<EndingCheck | null> {
    const own = readPrivateKey(privateKey)?.fingerprint;
    const key = (await readNamedKeys(client))?.find(({ fingerprint }) => fingerprint === own);
    if (key === undefined) return null;
    const { name, expiresAt, rotatedTo } = key;
    if (expiresAt === null) return fine('key_pair', `The key pair ${name} has no end.`);
    const day = dayOf(expiresAt);
    if (rotatedTo !== null) {
        return {
            name: 'key_pair',
            ok: true,
            message: `The key pair ${rotatedTo} was rotated, and this connection signs in with its old key, which ends on ${day}.`,
            remedy: 'Reconnect with the private key that rotate-key-pair stored, before then.'
        };
    }
    const message = `The key pair ${name} ends on ${day}.`;
    if (!endsSoon(expiresAt, nowMs)) return fine('key_pair', message);
    const remedy = 'Rotate it with the action rotate-key-pair, and reconnect with the new key before then.';
    return { name: 'key_pair', ok: true, message, remedy };
}

function fine(name: EndingCheck['name'], message: string): EndingCheck {
    return { name, ok: true, message, remedy: null };
}
