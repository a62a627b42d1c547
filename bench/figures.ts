/** What the benchmark says of one sync of one account over one connection, and what it should say. */
import { fewestStatements, recordsOf } from './sizes.js';
import type { Size, SizeName } from './sizes.js';
import type { Measured } from './reading.js';

export type ReadWith = 'information_schema' | 'account_usage';

export interface Figures {
    readonly size: SizeName;
    readonly sync: string;
    readonly integration: string;
    /** The source of read_with; null for SHOW. */
    readonly readWith: ReadWith | null;
    readonly records: number;
    readonly requests: number;
    /** Statements among the requests, as the lower bound counts them: pieces of an answer and sessions come on top. */
    readonly statements: number;
    readonly fewestStatements: number;
    readonly seconds: number;
    readonly cpuSeconds: number;
    readonly peakHeapMb: number;
    readonly checkpoints: number;
    /** As many times as before the account grew tenfold; measured over one connection. */
    readonly growth: { readonly requests: number; readonly cpuSeconds: number; readonly peakHeapMb: number } | null;
    /** JSON.parse alone of the same answers. */
    readonly parse: { readonly bytes: number; readonly cpuSeconds: number };
    /** The same answers fetched through Nango's proxy, parsed and dropped: what no function can do without. */
    readonly fetch: { readonly cpuSeconds: number };
    /** `share`: how much of the walk was made; seconds and requests are those of the whole, estimated from it. */
    readonly naive: {
        readonly requests: number;
        readonly seconds: number;
        readonly peakHeapMb: number;
        readonly share: number;
    };
}

export interface Runs {
    readonly name: SizeName;
    readonly size: Size;
    readonly sync: string;
    readonly integration: string;
    readonly readWith?: ReadWith;
    /** On an account with a tenth of the records. */
    readonly before?: Measured;
    readonly now: Measured;
    readonly parse: Measured;
    readonly fetch: Measured;
    readonly naive: Measured;
}

const MEGABYTE = 1_000_000;

export function figuresOf({
    name,
    size,
    sync,
    integration,
    readWith,
    before,
    now,
    parse,
    fetch,
    naive
}: Runs): Figures {
    const { share } = naive;
    return {
        size: name,
        sync,
        integration,
        readWith: readWith ?? null,
        records: recordsOf(size, sync),
        requests: now.requests,
        statements: now.statements.length,
        fewestStatements: fewestStatements(size, sync),
        seconds: now.wholeSeconds,
        cpuSeconds: now.cpuSeconds,
        peakHeapMb: now.peakHeapBytes / MEGABYTE,
        checkpoints: now.checkpoints,
        growth: before
            ? {
                  requests: now.requests / before.requests,
                  cpuSeconds: now.cpuSeconds / before.cpuSeconds,
                  peakHeapMb: now.peakHeapBytes / before.peakHeapBytes
              }
            : null,
        parse: { bytes: parse.bytes, cpuSeconds: parse.cpuSeconds },
        fetch: { cpuSeconds: fetch.cpuSeconds },
        naive: {
            requests: naive.requests / share,
            seconds: naive.wholeSeconds / share,
            peakHeapMb: naive.peakHeapBytes / MEGABYTE,
            share
        }
    };
}

export interface Target {
    readonly text: string;
    readonly figure: string;
    readonly holds: boolean;
}

/** Of the issue that asks for speed; of fewer bytes than this the start of a process says more than the reading. */
const LARGE_BYTES = 5 * MEGABYTE;
const MOST_REQUESTS: Readonly<Record<string, number>> = {
    'W columns deep': 30,
    'L columns deep': 60,
    'L roles deep': 60,
    'L tables': 60,
    'L schemas': 60,
    'M roles deep': 5
};

export function targetsOf(figures: Figures): Target[] {
    const { size, sync, requests, records, cpuSeconds, peakHeapMb, parse } = figures;
    const targets: Target[] = [];
    const target = (text: string, figure: string, holds: boolean): void => void targets.push({ text, figure, holds });
    const most = MOST_REQUESTS[`${size} ${sync}${figures.readWith ? ' deep' : ''}`];
    if (most !== undefined) target(`at most ${most} requests`, String(requests), requests <= most);
    if (size === 'L' || size === 'Q' || size === 'W') {
        target('heap at most 64 MB', `${Math.round(peakHeapMb)} MB`, peakHeapMb <= 64);
    }
    if (parse.bytes >= LARGE_BYTES) {
        const wanted = sync === 'query-results' ? 0.5 : 0.3;
        const speed = parse.cpuSeconds / cpuSeconds;
        target(`at least ${wanted} of JSON.parse`, speed.toFixed(2), speed >= wanted);
    }
    if (size === 'Q') {
        const speed = Math.round(records / cpuSeconds);
        target('at least 150,000 rows a second', speed.toLocaleString('en'), speed >= 150_000);
    }
    return targets;
}
