/** Where a new key goes: the free one of the two properties of the user, or the named key pair that is rotated. */
import { ActionableError } from '../errors.js';
import { MOST_OLD_KEY_HOURS } from '../limits.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { isRefusedStatement } from '../snowflake/errors.js';
import { hoursLeft, inHours } from '../snowflake/expiry.js';
import { readNamedKeys, rotateNamedKey } from './named.js';
import type { NamedKey } from './named.js';
import { readSlots, setSlot, SLOTS } from './slots.js';
import type { Slot, Slots } from './slots.js';

export interface Target {
    readonly slot: Slot | null;
    readonly keyPair: string | null;
    /** The key that goes on working beside the new one. */
    readonly replaces: string | null;
    /** What the place held when it was chosen; null where it was free. */
    readonly found: string | null;
    /** When that one ends by itself; ISO 8601. */
    readonly oldKeyEndsAt: string | null;
    /** As a person names the place. */
    readonly label: string;
    /** How a person looks whether the new key is there. */
    readonly lookUp: string;
    set(publicKey: string): Promise<void>;
    /** Throws where Snowflake does not tell. */
    fingerprintNow(): Promise<string | null>;
}

export function slotTarget(client: SnowflakeClient, user: string, slots: Slots, own: string | null): Target {
    const slot = SLOTS.find((candidate) => slots[candidate] === null);
    if (slot === undefined) throw noFreeSlot(user, slots, own);
    return {
        slot,
        keyPair: null,
        replaces: own ?? slots[slot === 'RSA_PUBLIC_KEY' ? 'RSA_PUBLIC_KEY_2' : 'RSA_PUBLIC_KEY'],
        found: null,
        oldKeyEndsAt: null,
        label: slot,
        lookUp: `Run DESCRIBE USER: if ${slot}_FP is that fingerprint`,
        set: async (publicKey) => await setSlot(client, user, slot, publicKey),
        fingerprintNow: async () => (await readSlots(client, user))[slot]
    };
}

/**
 * The old key is to work until it is retired: Snowflake ends it after some hours by itself, at most when it would have
 * ended anyway.
 */
export function namedTarget(
    client: SnowflakeClient,
    user: string,
    own: NamedKey,
    all: readonly NamedKey[],
    nowMs = Date.now()
): Target {
    const { name, fingerprint, expiresAt, rotatedTo } = own;
    if (rotatedTo !== null) throw rotatedAlready(user, own, rotatedTo, all);
    const hours = Math.min(MOST_OLD_KEY_HOURS, hoursLeft(expiresAt, nowMs));
    if (hours < 1) throw endsTooSoon(user, own);
    return {
        slot: null,
        keyPair: name,
        replaces: fingerprint,
        found: fingerprint,
        oldKeyEndsAt: inHours(hours, nowMs),
        label: `key pair ${name}`,
        lookUp: `Run SHOW USER KEY PAIRS: if the fingerprint of ${name} is that one`,
        set: async (publicKey) => {
            try {
                await rotateNamedKey(client, user, own, publicKey, hours);
            } catch (error) {
                if (isRefusedStatement(error) && error.code === 'sql_error' && all.length >= USUAL_LIMIT)
                    throw noRoom(user, own, all, error);
                throw error;
            }
        },
        fingerprintNow: async () => {
            const now = await readNamedKeys(client);
            if (now === null) throw notShown(user);
            return now.find((each) => each.name === name)?.fingerprint ?? null;
        }
    };
}

/** https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-key-pair#usage-notes; an account may have another. */
const USUAL_LIMIT = 10;

function noFreeSlot(user: string, slots: Slots, own: string | null): ActionableError {
    const unused = SLOTS.filter((slot) => slots[slot] !== own).map((slot) => `${slots[slot] ?? ''} (${slot})`);
    return new ActionableError(
        'no_free_key',
        `The user ${user} has two public keys already, so there is no place for a third.`,
        `Retire the one that nobody uses: step retire with fingerprint ${unused.join(' or ')}. Or add a named key pair (ALTER USER ... ADD KEY PAIR ...) and reconnect with that: it is rotated without a free place.`
    );
}

function noRoom(user: string, own: NamedKey, all: readonly NamedKey[], cause: ActionableError): ActionableError {
    const others = all.filter((each) => each !== own).map((each) => `${each.fingerprint} (${each.name})`);
    return new ActionableError(
        'no_free_key',
        `The user ${user} has ${all.length} named key pairs, and a rotation needs one place more: ${cause.message}`,
        `Retire one that nobody uses: step retire with fingerprint ${others.join(' or ')}.`,
        {},
        { cause }
    );
}

export function rotatedAlready(user: string, own: NamedKey, to: string, all: readonly NamedKey[]): ActionableError {
    const fresh = all.find(({ name }) => name === to)?.fingerprint;
    return new ActionableError(
        'key_rotated_already',
        `This connection signs in with a key of the user ${user} that was rotated out (${own.name}); the key pair ${to} has the new one${fresh === undefined ? '' : ` (${fresh})`}.`,
        `Reconnect with the private key that step create stored${own.expiresAt === null ? '' : `, before ${own.expiresAt}`}; its secret has the tag snowflake_key_fingerprint. If that key is lost, let an administrator run ALTER USER ... ROTATE KEY PAIR ${to} PUBLIC_KEY = ... with another.`
    );
}

function endsTooSoon(user: string, { name, expiresAt }: NamedKey): ActionableError {
    return new ActionableError(
        'key_ending',
        `The key pair ${name} of the user ${user} ends on ${expiresAt ?? ''}: a rotation now could cut this connection off before the new key is in it.`,
        'Let an administrator add another: ALTER USER ... ADD KEY PAIR ... PUBLIC_KEY = ... Then reconnect with its private key.'
    );
}

function notShown(user: string): ActionableError {
    return new ActionableError(
        'keys_not_visible',
        `Snowflake does not show the named key pairs of the user ${user}.`,
        'Run SHOW USER KEY PAIRS as an administrator.'
    );
}
