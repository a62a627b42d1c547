/** Of records that cost a request each: an execution that is cut off has made those in vain that are not saved yet. */
const FEW = 4;
const MOST = 50;

/** How many to save next, after so many: the first alone, a few at a time soon after, and never much of what was read. */
export function portionAfter(saved: number): number {
    const few = Math.min(FEW, Math.max(1, saved));
    return Math.min(MOST, Math.max(few, Math.floor(saved / 100)));
}
