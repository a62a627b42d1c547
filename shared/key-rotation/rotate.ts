/**
 * rotate-key-pair, in two steps with a person between them. `create` makes a key pair here, stores the private key in
 * Secrets Manager and sets the public one into the free slot: the old key goes on working. `retire` unsets the old key
 * once the connection signs in with another. A private key leaves this run for Secrets Manager alone.
 */
import { z } from 'zod';
import { filledText, orNull, nullable } from '../schema.js';
import { whoAmI } from '../connection/check.js';
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';
import { InputError, parseInput } from '../nango/report.js';
import type { Given } from '../nango/report.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { newKeyPair } from '../snowflake/key-pair.js';
import { storeKey } from './key-store.js';
import type { StoredKey } from './key-store.js';
import { ownFingerprint } from './own-key.js';
import { readSlots, setSlot, SLOTS, unsetSlot } from './slots.js';
import type { Slot, Slots } from './slots.js';
import { VERSION } from '../version.js';

export const rotateKeyPairSpec = {
    description:
        'Rotates the key pair of the own Snowflake user: step create sets a new key beside the old one and stores the private key in AWS Secrets Manager; step retire unsets the old key. For the operator, not for questions about data: it changes how the connection signs in.',
    version: VERSION,
    input: z.strictObject({
        step: orNull(z.enum(['create', 'retire']), 'Default: create.'),
        fingerprint: orNull(filledText, 'For retire: the key to unset, as create gave it in replaces_fingerprint.')
    }),
    output: z.object({
        step: z.enum(['create', 'retire']),
        user: z.string(),
        slot: z.enum(SLOTS).describe('Which of the two keys of the user was set or unset.'),
        fingerprint: z.string().describe('Of the key that was set or unset.'),
        replaces_fingerprint: nullable(z.string(), 'After create: the key that goes on working until it is retired.'),
        secret_arn: nullable(z.string(), 'After create: where the private key is.'),
        secret_name: z.string().nullable(),
        next_step: z.string().describe('What to do next.')
    })
};
type Input = Given<z.infer<typeof rotateKeyPairSpec.input>>;
type Output = z.infer<typeof rotateKeyPairSpec.output>;

export async function rotateKeyPair(nango: NangoHandle, client: SnowflakeClient, given: unknown): Promise<Output> {
    const input = parseInput(rotateKeyPairSpec.input, given);
    const { user, account } = await whoAmI(client);
    if (user === null) {
        throw new ActionableError(
            'user_unknown',
            'Snowflake does not say which user this is.',
            'Reconnect as a user of the account.'
        );
    }
    const own = ownFingerprint((await nango.getConnection()).credentials);
    const slots = await readSlots(client, user);
    if (own !== null && !SLOTS.some((slot) => slots[slot] === own)) throw ownKeyNotShown(user, own);
    if (input.step === 'retire') return await retire(client, input, user, slots, own);
    return await create(nango, client, { user, account }, slots, own);
}

async function create(
    nango: NangoHandle,
    client: SnowflakeClient,
    { user, account }: { user: string; account: string | null },
    slots: Slots,
    own: string | null
): Promise<Output> {
    const slot = SLOTS.find((candidate) => slots[candidate] === null);
    if (slot === undefined) throw noFreeSlot(user, slots, own);
    const { privateKey, publicKey, fingerprint } = newKeyPair();
    // Stored first: a key that is set and lost would be of no use to anybody.
    const stored = await storeKey(nango, { account, user, slot, fingerprint, privateKey });
    try {
        await setSlot(client, user, slot, publicKey);
    } catch (error) {
        const isRefused = isRefusedStatement(error);
        // Any other error may be a lost answer to a statement that ran: what the user has now decides.
        if (isRefused || !(await isSet(client, user, slot, stored, fingerprint))) {
            await discard(nango, stored, isRefused);
            // What the user has shows that the statement did not run: only why its answer was lost is left to tell.
            throw error instanceof SnowflakeError && error.code === 'outcome_unknown' ? error.cause : error;
        }
    }
    const replaces = own ?? slots[other(slot)];
    return {
        step: 'create',
        user,
        slot,
        fingerprint,
        replaces_fingerprint: replaces,
        secret_arn: stored.arn,
        secret_name: stored.name,
        next_step: `Reconnect with the private key in this secret (field private_key).${replaces === null ? '' : ` Then run step retire with fingerprint ${replaces}.`}`
    };
}

/** Throws when Snowflake does not tell: then the private key must stay where it is. */
async function isSet(
    client: SnowflakeClient,
    user: string,
    slot: Slot,
    stored: StoredKey,
    fingerprint: string
): Promise<boolean> {
    try {
        return (await readSlots(client, user))[slot] === fingerprint;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        throw new ActionableError(
            'key_unconfirmed',
            `Snowflake's answer was lost, so it is not known whether the new key ${fingerprint} was set as ${slot} of the user ${user}.`,
            `Its private key is kept in the secret ${stored.name}. Run DESCRIBE USER: if ${slot}_FP is that fingerprint, reconnect with this private key; if not, delete the secret and run step create again.`,
            { slot, fingerprint, secret_name: stored.name, secret_arn: stored.arn },
            { cause: error }
        );
    }
}

async function discard(nango: NangoHandle, stored: StoredKey, isCertain: boolean): Promise<void> {
    try {
        await stored.discard(isCertain);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        await nango.log(`The secret ${stored.name} holds a key that was never set; delete it. ${error.advice}`, {
            level: 'warn'
        });
    }
}

async function retire(
    client: SnowflakeClient,
    { fingerprint }: Input,
    user: string,
    slots: Slots,
    own: string | null
): Promise<Output> {
    if (fingerprint === undefined) {
        throw wrong('fingerprint: is required with step retire', 'Pass replaces_fingerprint of the step create.');
    }
    const slot = SLOTS.find((candidate) => slots[candidate] === fingerprint);
    if (slot === undefined) {
        throw wrong(`fingerprint: the user ${user} has no key of it`, 'It may have been retired already.');
    }
    if (own === fingerprint) {
        throw new ActionableError(
            'key_in_use',
            'This connection still signs in with that key.',
            'Reconnect with the private key that step create stored, then retire the old one.'
        );
    }
    await unsetSlot(client, user, slot);
    return {
        step: 'retire',
        user,
        slot,
        fingerprint,
        replaces_fingerprint: null,
        secret_arn: null,
        secret_name: null,
        next_step: 'Delete the private key of the retired pair wherever it is kept.'
    };
}

function other(slot: Slot): Slot {
    return slot === 'RSA_PUBLIC_KEY' ? 'RSA_PUBLIC_KEY_2' : 'RSA_PUBLIC_KEY';
}

function noFreeSlot(user: string, slots: Slots, own: string | null): ActionableError {
    const unused = SLOTS.filter((slot) => slots[slot] !== own).map((slot) => `${slots[slot] ?? ''} (${slot})`);
    return new ActionableError(
        'no_free_key',
        `The user ${user} has two public keys already, so there is no place for a third.`,
        `Retire the one that nobody uses: step retire with fingerprint ${unused.join(' or ')}.`
    );
}

/** Snowflake let this connection in by that key, so the slots shown are not all there is: none is surely free or unused. */
function ownKeyNotShown(user: string, own: string): ActionableError {
    return new ActionableError(
        'keys_not_visible',
        `Snowflake does not show the key that this connection signs in with (${own}) among those of the user ${user}.`,
        'No key was changed. It may be a named key pair (SHOW USER KEY PAIRS): rotate that by ALTER USER ... ROTATE KEY PAIR ... PUBLIC_KEY = ... Otherwise run DESCRIBE USER as an administrator, and set or unset keys by ALTER USER ... SET or UNSET RSA_PUBLIC_KEY.'
    );
}

function wrong(what: string, remedy: string): InputError {
    return new InputError('invalid_input', `The input is not valid: ${what}.`, remedy);
}
