/**
 * What a run of a query compares itself with: account, settings and rows of the last whole run. Another account, or
 * settings that are gone, end it before it reads; where the query's settings ask for it, so do deletions of many rows.
 */
import type { SyncHandle } from '../nango/handle.js';
import { settingsKept } from '../settings/lost-settings.js';
import type { NamedQuery } from '../settings/query-settings.js';
import { parseSettings, QUERY_SETTINGS } from '../settings/settings.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { accountHost } from '../snowflake/connection-account.js';
import { Census, hashOfId, Met, OTHERS } from '../sync/census.js';
import { DEFAULT_LIMITS, deletionsWithheld, largeLosses } from '../sync/deletion-guard.js';
import type { LossLimits } from '../sync/deletion-guard.js';
import { censusOfRecords } from '../sync/known-records.js';
import { movedAccount } from '../sync/same-account.js';
import { queryDigest } from './checkpoint.js';
import type { QueryCheckpoint, Walk } from './checkpoint.js';
import { queryFor } from './configured-query.js';
import { memoryText, rememberedIn } from './memory-text.js';
import type { MemoryText, Remembered, WholeRun } from './memory-text.js';
import type { QueryResult } from './rows.js';

/** The query to run, and what is known of its last run. Throws where this run is about something else than that one. */
export async function beginRun(
    nango: SyncHandle<QueryCheckpoint>,
    client: SnowflakeClient,
    stored: unknown,
    model: string
): Promise<{ query: NamedQuery; memory: QueryMemory }> {
    const metadata = await nango.getMetadata();
    const left = rememberedIn(stored);
    const set = settingsKept(QUERY_SETTINGS, left?.last.set ?? [], metadata);
    const settings = parseSettings(metadata);
    const query = queryFor(settings, nango.variant);
    const account = await accountHost(nango);
    const moving = { nango, client, allowed: settings.allow_account };
    const isMoved = await movedAccount(moving, left?.last.account ?? '', account);
    const accountFirst = left && !isMoved ? left.last.account_first : account;
    const word = query.allow_deletions ?? '';
    const present: WholeRun = {
        account,
        account_first: accountFirst,
        query: queryDigest(query, accountFirst),
        set,
        word: word === '' ? (left?.last.word ?? '') : word
    };
    const { deletion_guard: guard } = query;
    // Where no run has come to its end yet, only the records say what there is to lose.
    const known = left?.known ?? (guard ? await censusOfRecords(nango, model, null) : null);
    return {
        query,
        memory: new QueryMemory({
            // A first run that is cut off leaves its account and settings all the same.
            left: left ? { ...left, known } : { last: present, known, now: null, met: '' },
            present,
            limits: guard
                ? { share: guard.share ?? DEFAULT_LIMITS.share, count: guard.count ?? DEFAULT_LIMITS.count }
                : null,
            mayDelete: isMoved || (left !== null && word !== '' && word !== left.last.word)
        })
    };
}

interface Given {
    readonly left: Remembered;
    readonly present: WholeRun;
    /** Null where deletions never wait. */
    readonly limits: LossLimits | null;
    /** Somebody has said that what is not found may go. */
    readonly mayDelete: boolean;
}

export class QueryMemory {
    readonly #given: Given;
    #last: WholeRun;
    #known: Census | null;
    #now: Census;
    #met: Met | null;

    constructor(given: Given) {
        const { last, known, now, met } = given.left;
        this.#given = given;
        this.#last = last;
        this.#known = known;
        this.#now = now ?? new Census();
        this.#met = known && new Met(known, met);
        // Of records that are known only since this run began, those that its read has saved before are met.
        for (const hash of this.#now.hashes) this.#met?.mark(hash);
    }

    /** Digest of what is read. */
    get query(): string {
        return this.#given.present.query;
    }

    /** What this walk saves stands for all there is; that of an increment is added to what was known. */
    startWalk(walk: Walk): void {
        const isIncrement = walk === 'increment';
        this.#now = isIncrement ? (this.#known ?? new Census()) : new Census();
        this.#met = this.#known && !isIncrement ? new Met(this.#known, '') : null;
        if (isIncrement) {
            this.#known = this.#now;
            this.#now.countedTwice();
        }
    }

    saved(records: readonly QueryResult[]): void {
        for (const { id } of records) {
            const hash = hashOfId(id);
            this.#now.add(hash, OTHERS);
            this.#met?.mark(hash);
        }
    }

    /** An id that comes again later in the result is counted twice. */
    idsMayRepeat(): void {
        this.#now.countedTwice();
    }

    /** Throws where so much is missing that it is more likely out of sight than gone. */
    beforeDeletions(model: string): void {
        const { limits, mayDelete, present } = this.#given;
        if (!limits || mayDelete || !this.#known || !this.#met) return;
        const losses = largeLosses(this.#known, this.#met, this.#now, limits);
        if (losses.length === 0) return;
        const changes = this.#last.query === present.query ? [] : ['The query or where it runs has changed since.'];
        throw deletionsWithheld({ model, losses, changes });
    }

    /** What was saved is all there is now. */
    ended(): void {
        this.#known = this.#now;
        this.#last = this.#given.present;
    }

    toText(): MemoryText {
        const now = this.#now === this.#known ? null : this.#now;
        return memoryText({ last: this.#last, known: this.#known, now, met: this.#met?.toText() ?? '' });
    }
}
