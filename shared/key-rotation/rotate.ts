/**
 * rotate-key-pair, in two steps with a person between them. `create` makes a key pair here, stores the private key in
 * Secrets Manager and sets the public one: into the free one of the user's two properties, or into the named key pair that
 * the connection signs in with. The old key goes on working. `retire` takes the old key away once the connection signs in
 * with another. A private key leaves this run for Secrets Manager alone.
 */
import { z } from 'zod';
import { anyText, filledText, nullable, orNull } from '../schema.js';
import { knownUser, whoAmI } from '../snowflake/who-am-i.js';
import { ActionableError } from '../errors.js';
import { actionSpec } from '../nango/action-spec.js';
import type { NangoHandle } from '../nango/handle.js';
import { parseInput, wrongInput } from '../nango/report.js';
import type { Given } from '../nango/report.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { isRefusedStatement } from '../snowflake/errors.js';
import { dayOf } from '../snowflake/expiry.js';
import { newKeyPair } from '../snowflake/key-pair.js';
import { withoutDoubt } from '../snowflake/outcomes.js';
import { storeKey } from './key-store.js';
import { discardOrTell } from './operator-secret.js';
import type { OperatorSecret } from './operator-secret.js';
import { ownFingerprint } from './own-key.js';
import { readNamedKeys, removeNamedKey } from './named.js';
import { readSlots, SLOTS, unsetSlot } from './slots.js';
import type { Slots } from './slots.js';
import { namedTarget, rotatedAlready, slotTarget } from './targets.js';
import type { Target } from './targets.js';

export const rotateKeyPairSpec = actionSpec(
    'Rotates the key pair of the own Snowflake user: step create sets a new key beside the old one and stores the private key in AWS Secrets Manager; step retire takes the old key away. Works for RSA_PUBLIC_KEY and RSA_PUBLIC_KEY_2 and for named key pairs. For the operator, not for questions about data: it changes how the connection signs in.',
    z.strictObject({
        step: orNull(z.enum(['create', 'retire']), 'Default: create.'),
        fingerprint: orNull(filledText, 'For retire: the key to take away, as create gave it in replaces_fingerprint.')
    }),
    z.object({
        step: z.enum(['create', 'retire']),
        user: anyText,
        slot: nullable(
            z.enum(SLOTS),
            'Which of the two properties of the user was set or unset; null for a named key pair.'
        ),
        key_pair: nullable(anyText, 'Which named key pair was rotated or removed; null for a property of the user.'),
        fingerprint: z.string().describe('Of the key that was set or taken away.'),
        replaces_fingerprint: nullable(anyText, 'After create: the key that goes on working until it is retired.'),
        old_key_ends_at: nullable(
            anyText,
            'After create, for a named key pair: when Snowflake ends the old key, if it is not retired before.'
        ),
        secret_arn: nullable(anyText, 'After create: where the private key is.'),
        secret_name: anyText.nullable(),
        next_step: z.string().describe('What to do next.')
    })
);
type Input = Given<z.infer<typeof rotateKeyPairSpec.input>>;
type Output = z.infer<typeof rotateKeyPairSpec.output>;

export async function rotateKeyPair(nango: NangoHandle, client: SnowflakeClient, given: unknown): Promise<Output> {
    const input = parseInput(rotateKeyPairSpec.input, given);
    const { user: said, account } = await whoAmI(client);
    const user = knownUser(said, 'Reconnect as a user of the account.');
    const own = ownFingerprint((await nango.getConnection()).credentials);
    const slots = await readSlots(client, user);
    if (input.step === 'retire') return await retire(client, input, user, slots, own);
    return await create(nango, account, user, await targetOf(client, user, slots, own));
}

async function targetOf(client: SnowflakeClient, user: string, slots: Slots, own: string | null): Promise<Target> {
    if (own === null || isIn(slots, own)) return slotTarget(client, user, slots, own);
    const named = await readNamedKeys(client);
    const ownKey = named?.find(({ fingerprint }) => fingerprint === own);
    if (named === null || ownKey === undefined) throw ownKeyNotShown(user, own);
    return namedTarget(client, user, ownKey, named);
}

async function create(nango: NangoHandle, account: string | null, user: string, target: Target): Promise<Output> {
    const { privateKey, publicKey, fingerprint } = newKeyPair();
    // Stored first: a key that is set and lost would be of no use to anybody.
    const stored = await storeKey(nango, { account, user, label: target.label, fingerprint, privateKey });
    await expectInPlace(nango, user, target, stored, target.found);
    try {
        await target.set(publicKey);
    } catch (error) {
        const refusal = [error, causeOf(error)].find(isRefusedStatement);
        const isRefused = refusal !== undefined && !refusal.mayHaveRun;
        // Any other error, and a refusal after an attempt without an answer, may hide a statement that ran: what the user
        // has now decides.
        if (isRefused || !(await isSet(user, target, stored, fingerprint))) {
            await discardOrTell(nango, stored, { isCertain: isRefused, holds: 'a key that was never set' });
            // What the user has shows that the statement did not run: only why its answer was lost is left to tell.
            throw withoutDoubt(error);
        }
    }
    await expectInPlace(nango, user, target, stored, fingerprint);
    const { slot, keyPair, replaces, oldKeyEndsAt } = target;
    return {
        step: 'create',
        user,
        slot,
        key_pair: keyPair,
        fingerprint,
        replaces_fingerprint: replaces,
        old_key_ends_at: oldKeyEndsAt,
        secret_arn: stored.arn,
        secret_name: stored.name,
        next_step: `Reconnect with the private key in this secret (field private_key)${oldKeyEndsAt === null ? '' : `, before the old key ends on ${dayOf(oldKeyEndsAt)}`}.${replaces === null ? '' : ` Then run step retire with fingerprint ${replaces}.`}`
    };
}

/**
 * Of two rotations at once, the one that set its key second has replaced that of the first. Snowflake sets without a
 * condition, so the one looks before it sets, long after it chose the place, and the other behind.
 */
async function expectInPlace(
    nango: NangoHandle,
    user: string,
    target: Target,
    stored: OperatorSecret,
    expected: string | null
): Promise<void> {
    const now = await target.fingerprintNow().catch((error: unknown) => {
        if (!(error instanceof ActionableError)) throw error;
        // Not to be told is no sign of another rotation.
        return expected;
    });
    if (now === expected) return;
    await discardOrTell(nango, stored, { isCertain: true, holds: 'a key that is not in use' });
    throw new ActionableError(
        'key_replaced',
        `Another rotation has set a key as ${target.label} of the user ${user} at the same time${now === null ? '' : ` (${now})`}.`,
        'Use the key of that one: its secret has the tag snowflake_key_fingerprint. The old key goes on working until it is retired.',
        now === null ? {} : { fingerprint: now }
    );
}

function causeOf(error: unknown): unknown {
    return error instanceof ActionableError ? error.cause : undefined;
}

/** Throws when Snowflake does not tell: then the private key must stay where it is. */
async function isSet(user: string, target: Target, stored: OperatorSecret, fingerprint: string): Promise<boolean> {
    try {
        return (await target.fingerprintNow()) === fingerprint;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        const { label, lookUp, slot, keyPair } = target;
        throw new ActionableError(
            'key_unconfirmed',
            `Snowflake's answer was lost, so it is not known whether the new key ${fingerprint} was set as ${label} of the user ${user}.`,
            `Its private key is kept in the secret ${stored.name}. ${lookUp}, reconnect with this private key; if not, delete the secret and run step create again.`,
            {
                ...(slot !== null && { slot }),
                ...(keyPair !== null && { key_pair: keyPair }),
                fingerprint,
                secret_name: stored.name,
                secret_arn: stored.arn
            },
            { cause: error }
        );
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
        throw wrongInput(
            'fingerprint',
            'is required with step retire',
            'Pass replaces_fingerprint of the step create.'
        );
    }
    const slot = SLOTS.find((candidate) => slots[candidate] === fingerprint);
    const isOwnASlot = own === null || isIn(slots, own);
    const named = slot === undefined || !isOwnASlot ? await readNamedKeys(client) : [];
    const ownKey = named?.find((each) => each.fingerprint === own);
    if (own !== null && !isOwnASlot && ownKey === undefined) throw ownKeyNotShown(user, own);
    const key = named?.find((each) => each.fingerprint === fingerprint);
    if (slot === undefined && key === undefined) {
        const unseen = named === null ? ' (named key pairs are not shown)' : '';
        throw wrongInput(
            'fingerprint',
            `the user ${user} has no key of it${unseen}`,
            'It may have been retired already.'
        );
    }
    if (own === fingerprint) {
        throw new ActionableError(
            'key_in_use',
            'This connection still signs in with that key.',
            'Reconnect with the private key that step create stored, then retire the old one.'
        );
    }
    // Without its successor the own key would only wait for its end.
    if (named !== null && ownKey !== undefined && key !== undefined && ownKey.rotatedTo === key.name)
        throw rotatedAlready(user, ownKey, key.name, named);
    if (slot !== undefined) await unsetSlot(client, user, slot);
    else if (key !== undefined) await removeNamedKey(client, user, key);
    return {
        step: 'retire',
        user,
        slot: slot ?? null,
        key_pair: key?.name ?? null,
        fingerprint,
        replaces_fingerprint: null,
        old_key_ends_at: null,
        secret_arn: null,
        secret_name: null,
        next_step: 'Delete the private key of the retired pair wherever it is kept.'
    };
}

function isIn(slots: Slots, fingerprint: string): boolean {
    return SLOTS.some((slot) => slots[slot] === fingerprint);
}

/** Snowflake let this connection in by that key, so what is shown is not all there is: none is surely free or unused. */
function ownKeyNotShown(user: string, own: string): ActionableError {
    return new ActionableError(
        'keys_not_visible',
        `Snowflake does not show the key that this connection signs in with (${own}) among those of the user ${user}: neither as RSA_PUBLIC_KEY or RSA_PUBLIC_KEY_2 nor as a named key pair.`,
        'No key was changed. Run DESCRIBE USER and SHOW USER KEY PAIRS FOR USER as an administrator, and set or take away keys by ALTER USER ... SET or UNSET RSA_PUBLIC_KEY, or ALTER USER ... ROTATE or REMOVE KEY PAIR.'
    );
}
