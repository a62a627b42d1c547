/**
 * How much still fits into an action's output. Nango refuses outputs over 2 MB; a page ends before that, measured in
 * the bytes of its JSON.
 */

/** Below 2,000,000, whichever way "2 MB" is counted, with room for what surrounds the items. */
export const MAX_OUTPUT_BYTES = 1_900_000;

export class OutputBudget {
    #left: number;

    /** `rest` is the output without its items. */
    constructor(rest: unknown = {}) {
        this.#left = MAX_OUTPUT_BYTES - jsonBytes(rest);
    }

    /** Takes the item's bytes if they fit; false leaves everything as it was. */
    take(item: unknown): boolean {
        const bytes = jsonBytes(item) + 1;
        if (bytes > this.#left) return false;
        this.#left -= bytes;
        return true;
    }
}

function jsonBytes(value: unknown): number {
    return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}
