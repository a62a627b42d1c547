/**
 * Saves behind the reader's back: while records are being saved and noted in the checkpoint, the next ones are fetched.
 * What comes in small portions shares a batch and a note. The order stays, and a note never speaks of what is not saved.
 *
 * The first portion is waited for, so that an execution that lives only long enough for one leaves something behind.
 */
import { RECORDS_AT_ONCE } from '../limits.js';

/** So much may wait to be saved before the reader waits, too. */
const MOST_WAITING = 4 * RECORDS_AT_ONCE;

export class Saver<Portion extends { readonly records: readonly unknown[] }> {
    /** Rejects with what went wrong in saving, also while the reader waits for something else. */
    readonly failed: Promise<never>;
    readonly #save: (portions: readonly Portion[]) => Promise<void>;
    #waiting: Portion[] = [];
    #waitingRecords = 0;
    #saving: Promise<void> | null = null;
    #isFirst = true;
    #failure: { readonly error: unknown } | null = null;
    #fail: (error: unknown) => void = () => {};

    constructor(save: (portions: readonly Portion[]) => Promise<void>) {
        this.#save = save;
        this.failed = new Promise((_resolve, reject) => {
            this.#fail = reject;
        });
        this.failed.catch(() => {});
    }

    /** Throws what an earlier portion failed with. */
    async add(portion: Portion): Promise<void> {
        while (this.#waitingRecords >= MOST_WAITING && this.#saving) await this.#saving;
        this.#refuseAfterFailure();
        this.#waiting.push(portion);
        this.#waitingRecords += portion.records.length;
        this.#saving ??= this.#saveAll();
        if (this.#isFirst) await this.flush();
        this.#isFirst = false;
    }

    /** Returns when all is saved; throws what one failed with. */
    async flush(): Promise<void> {
        await this.settle();
        this.#refuseAfterFailure();
    }

    /** Returns when nothing is being saved any more. */
    async settle(): Promise<void> {
        while (this.#saving) await this.#saving;
    }

    #refuseAfterFailure(): void {
        if (this.#failure) throw this.#failure.error;
    }

    /** Never throws. */
    async #saveAll(): Promise<void> {
        try {
            while (this.#waiting.length > 0) {
                const portions = this.#waiting;
                this.#waiting = [];
                this.#waitingRecords = 0;
                await this.#save(portions);
            }
        } catch (error) {
            this.#failure = { error };
            this.#waiting = [];
            this.#waitingRecords = 0;
            this.#fail(error);
        } finally {
            this.#saving = null;
        }
    }
}
