/**
 * What ends many waits at once. `Promise.race` with one promise that stays open would hold the outcome of every race, an
 * answer with its rows each, for as long as that promise lives: https://github.com/nodejs/node/issues/17469
 */
export class Interruption {
    readonly #waits = new Set<(error: unknown) => void>();
    #cause: { readonly error: unknown } | null = null;

    /** All waits end with this error, and so does each that begins later. The first one counts. */
    end(error: unknown): void {
        this.#cause ??= { error };
        for (const reject of this.#waits) reject(this.#cause.error);
        this.#waits.clear();
    }

    /** The outcome of the work, unless all ends before. */
    async before<T>(work: Promise<T>): Promise<T> {
        const cause = this.#cause;
        return await new Promise<T>((resolve, reject) => {
            if (cause) reject(cause.error);
            else this.#waits.add(reject);
            work.then(resolve, reject).finally(() => this.#waits.delete(reject));
        });
    }
}
