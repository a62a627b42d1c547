/**
 * Downloads one chunk of a result from cloud storage. Its URL is signed and lives for hours; it gets no credentials of
 * ours, and the headers that Snowflake names for it.
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { endsExecution } from '../../nango/execution-end.js';
import { SnowflakeError } from '../errors.js';
import { plainOf } from '../gzip.js';
import type { Verdict } from '../pace.js';
import type { HeldRows } from '../held-rows.js';
import type { Patience } from '../retries.js';
import { retriesOf, retryAfterMs, verdictOf } from '../retries.js';
import { rowBytes } from '../row-bytes.js';
import { withDeadline } from '../../nango/deadline.js';
import type { FetchHandle } from './handle.js';

export interface Chunk {
    readonly url: string;
    readonly rowCount: number;
    readonly headers: Readonly<Record<string, string>>;
}

/**
 * `refused`: the URL has expired, and only Snowflake can give a new one; or storage refused once what it gives the next
 * time, for which the driver retries. `miscounted`: rows came, and not as many as Snowflake announced.
 */
export type ChunkOutcome =
    | { readonly kind: 'rows'; readonly rows: HeldRows }
    | { readonly kind: 'refused'; readonly status: number }
    | { readonly kind: 'miscounted'; readonly announced: number; readonly came: number }
    | { readonly kind: 'failed'; readonly status: number | undefined };

export interface DownloadOptions {
    /** Before the second attempt; doubles from there. */
    readonly retryWaitMs: number;
    /** Signed a moment ago: a refusal says nothing of its age. */
    readonly isFresh: boolean;
}

const DOWNLOAD_TIMEOUT_MS = 120_000;

const RefusedByNangoSchema = z.object({ payload: z.object({ message: anyText }) });

export async function downloadChunk(
    nango: FetchHandle,
    chunk: Chunk,
    { retryWaitMs, isFresh }: DownloadOptions
): Promise<ChunkOutcome> {
    const url = storageUrl(chunk.url);
    const retries = retriesOf(nango);
    const patience = retries.patience({ firstWaitMs: retryWaitMs });
    for (;;) {
        const { refusedByNango, waitMs, ...outcome } = await inTurn(nango, url, chunk, patience);
        if (outcome.kind === 'rows') retries.succeeded();
        const isOver = outcome.kind === 'rows' || (outcome.kind === 'refused' && !isFresh);
        if (isOver) return outcome;
        if (await patience.again(waitMs)) continue;
        if (refusedByNango === undefined) return outcome;
        throw new SnowflakeError(
            'unavailable',
            `Nango did not download a part of the result from ${url.hostname}: ${refusedByNango}`,
            "Allow Snowflake's cloud storage in the egress policy of your Nango server, and check that its name service answers."
        );
    }
}

type Attempt = ChunkOutcome & {
    /** Why; Nango says the same of a name that it could not look up for the moment. */
    readonly refusedByNango?: string;
    /** As `Retry-After` says. */
    readonly waitMs?: number | undefined;
};

async function inTurn(nango: FetchHandle, url: URL, chunk: Chunk, { attempt }: Patience): Promise<Attempt> {
    const turn = await retriesOf(nango).pace.turn(attempt > 1);
    let verdict: Verdict = { kind: 'failed' };
    try {
        const outcome = await attemptOnce(nango, url, chunk);
        verdict = outcome.kind === 'failed' ? verdictOf(outcome.status, outcome.waitMs) : { kind: 'fine' };
        return outcome;
    } finally {
        turn.end(verdict);
    }
}

async function attemptOnce(nango: FetchHandle, url: URL, chunk: Chunk): Promise<Attempt> {
    try {
        return await withDeadline(fetched(nango, url, chunk), DOWNLOAD_TIMEOUT_MS, () => new Error('too slow'));
    } catch (error) {
        if (endsExecution(error)) throw error;
        const refused = RefusedByNangoSchema.safeParse(error);
        return {
            kind: 'failed',
            status: undefined,
            ...(refused.success && { refusedByNango: refused.data.payload.message })
        };
    }
}

async function fetched(nango: FetchHandle, url: URL, chunk: Chunk): Promise<Attempt> {
    const response = await nango.uncontrolledFetch({ url, method: 'GET', headers: { ...chunk.headers } });
    const { status } = response;
    // Amazon and Azure answer 403 for a URL whose time is over, Google 400 with this word.
    if (status === 403 || (status === 400 && /ExpiredToken/.test(await response.text()))) {
        return { kind: 'refused', status };
    }
    if (status !== 200)
        return { kind: 'failed', status, waitMs: retryAfterMs(response.headers.get('retry-after') ?? undefined) };
    // Packed where the header says so, and now and then where it does not:
    // https://github.com/snowflakedb/snowflake-connector-nodejs/issues/1141
    const bytes = plainOf(new Uint8Array(await response.arrayBuffer()));
    // The inside of a list, without its brackets.
    const rows = rowBytes(bytes);
    // Storage sends an error or a cut text with 200 too.
    if (rows?.end !== bytes.length) return { kind: 'failed', status: 200 };
    const came = rows.count;
    return came === chunk.rowCount ? { kind: 'rows', rows } : { kind: 'miscounted', announced: chunk.rowCount, came };
}

function storageUrl(text: string): URL {
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text);
    throw new SnowflakeError(
        'unexpected_response',
        'Snowflake named no web address for a part of the result.',
        'Run it again; if it fails again, report this.'
    );
}
