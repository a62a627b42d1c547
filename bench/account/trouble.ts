/** How a made-up account refuses requests that it would answer at another time. */
import { z } from 'zod';
import type { EmbeddedSnowflake } from 'snowflake-stand-in';

export const TroubleSchema = z.discriminatedUnion('kind', [
    /** 429 beyond a rate. */
    z.object({
        kind: z.literal('limit'),
        perSecond: z.number().positive(),
        retryAfterSeconds: z.number().optional()
    }),
    /** 503 to all for a while, after each so many requests. */
    z.object({
        kind: z.literal('outages'),
        afterRequests: z.number().int().positive(),
        forMs: z.number().positive()
    })
]);
export type Trouble = z.infer<typeof TroubleSchema>;

const LOOK_EVERY_MS = 10;
/** Pieces of an answer come from storage, which is another service. */
const NOT_STORAGE = { path: /^\/(?!chunks\/)/ };

/** Also answers each request only after `latencyMs`. Answers what stops it. */
export function troubled(
    { faults, requests }: Pick<EmbeddedSnowflake, 'faults' | 'requests'>,
    latencyMs: number,
    trouble: Trouble | undefined
): () => void {
    const calm = (): void => {
        faults.clear();
        if (latencyMs > 0) faults.order({ kind: 'slow', ms: latencyMs }, {}, Number.POSITIVE_INFINITY);
    };
    calm();
    if (trouble?.kind === 'limit') {
        const { perSecond, retryAfterSeconds } = trouble;
        faults.limitRate({ perSecond, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
    }
    if (trouble?.kind !== 'outages') return () => {};
    let next = trouble.afterRequests;
    let ending: NodeJS.Timeout | undefined;
    const looking = setInterval(() => {
        if (requests.length < next) return;
        next = Number.POSITIVE_INFINITY;
        faults.order({ kind: 'status', status: 503 }, NOT_STORAGE, Number.POSITIVE_INFINITY);
        ending = setTimeout(() => {
            calm();
            next = requests.length + trouble.afterRequests;
        }, trouble.forMs);
    }, LOOK_EVERY_MS);
    return () => {
        clearInterval(looking);
        clearTimeout(ending);
    };
}
