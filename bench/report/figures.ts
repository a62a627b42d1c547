/** What the benchmark says of one sync of one account over one connection. */
import { fewestStatements, recordsOf } from '../account/sizes.js';
import type { Cap, Size, SizeName } from '../account/sizes.js';
import type { Measured } from '../process/reading.js';

export type ReadWith = 'information_schema' | 'account_usage';

/** A run that took place, or one that is taken to be `times` as long as the one that did. */
export interface Run {
    readonly latencyMs: number;
    readonly measured: Measured;
    readonly times: number;
}

export interface Figures {
    readonly size: SizeName;
    readonly cap: Cap;
    readonly sync: string;
    readonly integration: string;
    /** The source of read_with; null for SHOW. */
    readonly readWith: ReadWith | null;
    readonly records: number;
    readonly requests: number;
    /** Statements among the requests, as the lower bound counts them: pieces of an answer and sessions come on top. */
    readonly statements: number;
    readonly fewestStatements: number;
    readonly checkpoints: number;
    /** The shortest latency first. */
    readonly times: readonly { readonly latencyMs: number; readonly seconds: number; readonly isEstimate: boolean }[];
    /** At the shortest latency. */
    readonly cpuSeconds: number;
    /** In use after a collection, at its highest at any latency. */
    readonly peakHeapMb: number;
    readonly peakExternalMb: number;
    /** As many times as before the account grew tenfold; measured over one connection. */
    readonly growth: { readonly requests: number; readonly cpuSeconds: number; readonly peakHeapMb: number } | null;
    /** JSON.parse alone of the same answers. */
    readonly parse: { readonly bytes: number; readonly cpuSeconds: number };
    /**
     * The same answers fetched through Nango's proxy, parsed and dropped: what no function can do without. Null for a
     * password, whose answers come over another protocol.
     */
    readonly fetch: { readonly cpuSeconds: number } | null;
    /** `share`: how much of the walk was made; seconds and requests are those of the whole, estimated from it. */
    readonly naive: {
        readonly requests: number;
        readonly seconds: number;
        readonly peakHeapMb: number;
        readonly share: number;
    } | null;
}

export interface Source {
    readonly size: SizeName;
    readonly account: Size;
    readonly cap: Cap;
    readonly sync: string;
    readonly integration: string;
    readonly readWith: ReadWith | null;
    /** The shortest latency first, and that one for the whole account. */
    readonly runs: readonly [Run, ...Run[]];
    /** On an account with a tenth of the records. */
    readonly before: Measured | null;
    readonly parse: Run;
    readonly fetch: Run | null;
    readonly naive: Measured | null;
}

const MEGABYTE = 1_000_000;

export function figuresOf({ account, runs, before, parse, fetch, naive, ...about }: Source): Figures {
    const now = runs[0].measured;
    const highest = (of: (measured: Measured) => number): number => Math.max(...runs.map((run) => of(run.measured)));
    return {
        ...about,
        records: recordsOf(account, about.sync),
        requests: now.requests,
        statements: now.statements.length,
        fewestStatements: fewestStatements(account, about.sync),
        checkpoints: now.checkpoints,
        times: runs.map(({ latencyMs, measured, times }) => ({
            latencyMs,
            seconds: measured.wholeSeconds * times,
            isEstimate: times !== 1
        })),
        cpuSeconds: now.cpuSeconds,
        peakHeapMb: highest(({ peakHeapBytes }) => peakHeapBytes) / MEGABYTE,
        peakExternalMb: highest(({ peakExternalBytes }) => peakExternalBytes) / MEGABYTE,
        growth: before && {
            requests: now.requests / before.requests,
            cpuSeconds: now.cpuSeconds / before.cpuSeconds,
            peakHeapMb: now.peakHeapBytes / before.peakHeapBytes
        },
        parse: { bytes: parse.measured.bytes * parse.times, cpuSeconds: cpuOf(parse) },
        fetch: fetch && { cpuSeconds: cpuOf(fetch) },
        naive: naive && {
            requests: naive.requests / naive.share,
            seconds: naive.wholeSeconds / naive.share,
            peakHeapMb: naive.peakHeapBytes / MEGABYTE,
            share: naive.share
        }
    };
}

const cpuOf = ({ measured, times }: Run): number => measured.cpuSeconds * times;

/** What the function adds to fetching and parsing, in times of JSON.parse. Null where fetching was not measured. */
export function ownWork({ cpuSeconds, fetch, parse }: Figures): number | null {
    return fetch && (cpuSeconds - fetch.cpuSeconds) / parse.cpuSeconds;
}

/** `columns by information_schema`, `roles by SHOW`, `query-results`. */
export function readingOf({ sync, readWith }: Pick<Figures, 'sync' | 'readWith'>): string {
    return sync === 'query-results' ? sync : `${sync} by ${readWith ?? 'SHOW'}`;
}

/** `W columns by SHOW`, and whether that gives more than 10,000 rows. */
export function nameOf(figures: Figures): string {
    return `${figures.size} ${readingOf(figures)}${figures.cap === 'whole' ? ', whole' : ''}`;
}
