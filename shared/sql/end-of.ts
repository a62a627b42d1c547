/**
 * Where the run of characters of one set that begins at `start` ends. The set is a sticky expression of one class and a
 * star, the star included: it has nothing to go back to, so reading a text piece by piece stays linear.
 */
export function endOf(set: RegExp, text: string, start: number): number {
    set.lastIndex = start;
    return set.test(text) ? set.lastIndex : start;
}
