/**
 * One active destination per organisation and type, with Secrets Manager as the arbiter: the claim is one secret of a
 * fixed name that says who holds it. It is never deleted (its name would stay taken for the recovery window): free is a
 * version too. Every step of a destination's life begins and ends with a swap of its claim, so of two that meet, one
 * sees that it has lost. See docs/decisions/export-claim.md.
 */
import { randomUUID } from 'crypto';
import type { SecretsManagerClient } from '../vendor/aws.js';
import type { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';
import { damaged, readContent, withPast, writeContent } from './claim-content.js';
import type { ClaimContent, Holder, Past } from './claim-content.js';
import { untilWon } from './rounds.js';
import { versionedSecret } from './versioned-secret.js';
import type { Version } from './versioned-secret.js';

/** Within this time a read has caught up with what went before it. */
const LAG_MS = 3_000;
const ABOUT = {
    description: 'Says which export destination is active. Holds no credentials. Do not edit or delete.',
    tag: 'export_secret_claim'
};

export interface Held {
    readonly state: 'held';
    readonly version: string;
    readonly holder: Holder;
    readonly content: ClaimContent;
}

export type ClaimState =
    | { readonly state: 'missing' }
    | { readonly state: 'free'; readonly version: string; readonly content: ClaimContent }
    | Held;

/** What may be done with a claim that another destination holds: refuse, or take it over since that one has ended. */
export type Verdict = { readonly active: true; readonly refusal: ActionableError } | { readonly active: false };

export interface Taken {
    readonly held: Held;
    /** Whom it was taken from; its secret has to go before this one's is stored (`held.holder.predecessors`). */
    readonly from: Holder | null;
}

export interface Claim {
    /** As it looks now; may be some seconds old. */
    read(): Promise<ClaimState>;
    /** After the time that a read may lag: it knows of all that was done before. */
    readLater(): Promise<ClaimState>;
    /** Looks again after the time a read may lag, unless this destination holds it: no end is begun on an old view. */
    readSurely(id: string): Promise<ClaimState>;
    /**
     * Takes the claim, also from itself: whoever had begun a step of this destination has lost it then. Throws the
     * refusal while another destination is active.
     */
    take(holder: Holder, judge: (other: Holder) => Promise<Verdict>): Promise<Taken>;
    /** Begins a step of this destination; null when it does not hold the claim. */
    begin(id: string, changes: Partial<Holder>): Promise<Held | null>;
    /** Goes on with a step; null when somebody came between. */
    commit(held: Held, changes: Partial<Holder>): Promise<Held | null>;
    /** Gives the claim up, or back to whom it was taken from; false when somebody came between. */
    release(held: Held, past: Past | null, back?: Holder | null): Promise<boolean>;
    /** The holder that a version was written for, also when it is no longer the current one. */
    holderOf(version: string): Promise<Holder | null>;
}

export function claimOf(client: SecretsManagerClient, name: string, kmsKeyId: string | undefined): Claim {
    const secret = versionedSecret(client, name, kmsKeyId, ABOUT);

    const read = async (): Promise<ClaimState> => {
        const found = await secret.read();
        return found === null ? { state: 'missing' } : stateOf(found, name);
    };
    const readLater = async (): Promise<ClaimState> => {
        await sleep(LAG_MS);
        return await read();
    };
    const readSurely = async (id: string): Promise<ClaimState> => {
        const now = await read();
        return isHeldBy(now, id) ? now : await readLater();
    };
    const put = async (seen: Held, holder: Holder): Promise<Held | null> => {
        const next = await secret.swap(seen.version, writeContent({ holder, past: seen.content.past }));
        return heldIn(next, name);
    };

    return {
        read,
        readLater,
        readSurely,
        take: async (wanted, judge) => {
            const turn = randomUUID();
            let refusedOn: string | null = null;
            return await untilWon(async () => {
                const now = await read();
                if (now.state === 'missing') {
                    const held = heldIn(
                        await secret.create(writeContent({ holder: { ...wanted, turn }, past: [] })),
                        name
                    );
                    return held && { held, from: null };
                }
                const other = now.state === 'held' && now.holder.id !== wanted.id ? now.holder : null;
                if (other !== null) {
                    const verdict = await judge(other);
                    if (verdict.active) {
                        // A place that was given up a moment ago may still look taken: nobody is refused on one look.
                        if (refusedOn === other.id) throw verdict.refusal;
                        refusedOn = other.id;
                        await sleep(LAG_MS);
                        return null;
                    }
                }
                // First the place, then the other's secret: whoever restores that one meanwhile sees that it is taken.
                const holder = { ...wanted, turn, predecessors: predecessorsIn(now, wanted.id) };
                const past = now.content.past.filter(({ id }) => id !== wanted.id);
                const held = heldIn(await secret.swap(now.version, writeContent({ holder, past })), name);
                return held && { held, from: other };
            });
        },
        begin: async (id, changes) => {
            const turn = randomUUID();
            const begun = await untilWon(async () => {
                const now = await readSurely(id);
                if (!isHeldBy(now, id)) return 'not the holder';
                return await put(now, { ...now.holder, ...changes, turn });
            });
            return begun === 'not the holder' ? null : begun;
        },
        commit: async (held, changes) => await put(held, { ...held.holder, ...changes, turn: randomUUID() }),
        release: async (held, past, back = null) => {
            const kept = past === null ? held.content.past : withPast(held.content.past, past);
            const holder = back && { ...back, turn: randomUUID() };
            return (await secret.swap(held.version, writeContent({ holder, past: kept }))) !== null;
        },
        holderOf: async (version) => readContent((await secret.textOf(version)) ?? undefined)?.holder ?? null
    };
}

export function isHeldBy(now: ClaimState, id: string): now is Held {
    return now.state === 'held' && now.holder.id === id;
}

/** Held by this destination, and by nobody who is ending it. */
export function isActiveFor(now: ClaimState, id: string): now is Held {
    return isHeldBy(now, id) && now.holder.phase !== 'ending';
}

function predecessorsIn(now: ClaimState, id: string): Holder['predecessors'] {
    if (now.state !== 'held') return [];
    const { holder } = now;
    if (holder.id === id) return holder.predecessors;
    const { organization_id, secret_name, glue_connection } = holder;
    return [{ id: holder.id, organization_id, secret_name, glue_connection }, ...holder.predecessors];
}

function stateOf({ version, text }: Version, name: string): ClaimState {
    const content = readContent(text);
    if (content === null || version === '') throw damaged(name);
    const { holder } = content;
    return holder === null ? { state: 'free', version, content } : { state: 'held', version, holder, content };
}

function heldIn(version: Version | null, name: string): Held | null {
    if (version === null) return null;
    const now = stateOf(version, name);
    return now.state === 'held' ? now : null;
}
