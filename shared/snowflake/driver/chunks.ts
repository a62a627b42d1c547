/**
 * Downloads one chunk of a result from cloud storage. Its URL is signed and lives for hours; it gets no credentials of
 * ours, and the headers that Snowflake names for it.
 */
import { z } from 'zod';
import { sleep } from '../../nango/sleep.js';
import { SnowflakeError } from '../errors.js';
import { withDeadline } from './deadline.js';
import type { FetchHandle } from './handle.js';

export interface Chunk {
    readonly url: string;
    readonly rowCount: number;
    readonly headers: Readonly<Record<string, string>>;
}

/** `expired`: the URL is no longer valid, and only Snowflake can give a new one. */
export type ChunkOutcome =
    | { readonly kind: 'rows'; readonly rows: readonly unknown[] }
    | { readonly kind: 'expired' }
    | { readonly kind: 'failed'; readonly status: number | undefined };

const MAX_ATTEMPTS = 6;
const DOWNLOAD_TIMEOUT_MS = 120_000;

const RefusedByNangoSchema = z.object({ payload: z.object({ message: z.string() }) });

export async function downloadChunk(nango: FetchHandle, chunk: Chunk, firstWaitMs: number): Promise<ChunkOutcome> {
    let wait = firstWaitMs;
    for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(nango, chunk);
        if (outcome.kind !== 'failed' || attempt >= MAX_ATTEMPTS) return outcome;
        await sleep(wait * (1 + Math.random() / 4));
        wait *= 2;
    }
}

async function attemptOnce(nango: FetchHandle, chunk: Chunk): Promise<ChunkOutcome> {
    const url = storageUrl(chunk.url);
    try {
        return await withDeadline(fetched(nango, url, chunk), DOWNLOAD_TIMEOUT_MS, () => new Error('too slow'));
    } catch (error) {
        if (error instanceof SnowflakeError) throw error;
        const refused = RefusedByNangoSchema.safeParse(error);
        if (!refused.success) return { kind: 'failed', status: undefined };
        throw new SnowflakeError(
            'unavailable',
            `Nango did not download a part of the result from ${url.hostname}: ${refused.data.payload.message}`,
            "Allow Snowflake's cloud storage in the egress policy of your Nango server."
        );
    }
}

async function fetched(nango: FetchHandle, url: URL, chunk: Chunk): Promise<ChunkOutcome> {
    const response = await nango.uncontrolledFetch({ url, method: 'GET', headers: { ...chunk.headers } });
    if (response.status === 403) return { kind: 'expired' };
    if (response.status !== 200) return { kind: 'failed', status: response.status };
    const rows: unknown = JSON.parse(`[${await response.text()}]`);
    // Storage sends an error or a cut text with 200 too.
    if (!Array.isArray(rows) || rows.length !== chunk.rowCount) return { kind: 'failed', status: 200 };
    return { kind: 'rows', rows };
}

function storageUrl(text: string): URL {
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text);
    throw new SnowflakeError(
        'unexpected_response',
        'Snowflake named no web address for a part of the result.',
        'Run it again; if it fails again, report this.'
    );
}
