import type { Reader } from './reader.js';

/** The first of these that the next words name, with the word before it that says its sort: EXTERNAL (TABLE). */
export function acceptSorted<T extends { readonly sorts?: readonly string[] }>(
    reader: Reader,
    among: readonly T[],
    nameOf: (candidate: T) => string
): { readonly found: T; readonly sort: string | null } | null {
    for (const found of among) {
        const words = nameOf(found).split(' ');
        const sort = found.sorts?.find((word) => reader.isNext(word, ...words)) ?? null;
        if (sort !== null) reader.next();
        if (reader.accept(...words)) return { found, sort };
    }
    return null;
}
