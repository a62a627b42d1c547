/** Of records that cost a request each: an execution that is cut off has made those in vain that are not saved yet. */
const FEW = 4;
const MOST = 50;

/** How many to save next, after so many: the first alone, and never much of what was read. */
export function portionAfter(saved: number): number {
    return saved === 0 ? 1 : Math.min(MOST, Math.max(FEW, Math.floor(saved / 100)));
}
