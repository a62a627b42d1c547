/** How often a sync runs, as its definition says it: `every hour`, `every 5 minutes`, `every half day`, `every 30s`. */
const UNITS_MS: Readonly<Record<string, number>> = {
    s: 1_000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
    w: 604_800_000
};
const MONTH_MS = 2_592_000_000;
/** Nango runs nothing more often. */
const SHORTEST_MS = 30_000;

/** Milliseconds; null where the text says no time, or one that is too short. */
export function frequencyMs(text: string): number | null {
    const found =
        /^(?:every\s+)?(half|quarter)?\s*(\d+)?\s*(s|sec|seconds?|m|min|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?)$/i.exec(
            text.trim()
        );
    if (found === null) return null;
    const [, part, count = '1', unit = ''] = found;
    const one = /^mo/i.test(unit) ? MONTH_MS : (UNITS_MS[unit[0]?.toLowerCase() ?? ''] ?? 0);
    const ms = (Number(count) * one) / (part === undefined ? 1 : part.toLowerCase() === 'half' ? 2 : 4);
    return ms >= SHORTEST_MS ? ms : null;
}
