/**
 * What a run that was overtaken leaves for the next one. It may have saved rows as they were when it read them, over what
 * the other run has saved since: no read of all rows leaves that standing, but one that reads only what is new would.
 */
import { newProgress, QueryCheckpointSchema, readProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';

/** How the run that was overtaken began. */
export interface Begun {
    readonly progress: QueryProgress;
    readonly isIncremental: boolean;
    /** In milliseconds since 1970. */
    readonly at: number;
}

/** Null where the checkpoint of the other run says enough. */
export function readAgain(found: unknown, begun: Begun): QueryCheckpoint | null {
    const { data: stored } = QueryCheckpointSchema.safeParse(found);
    if (!stored) return null;
    const { query } = begun.progress;
    const { progress: other, known } = readProgress(stored, query, Date.now());
    const { memory, sample_1, sample_2, sample_now_1, sample_now_2 } = stored;
    const amended = (progress: QueryProgress): QueryCheckpoint =>
        toCheckpoint(progress, { memory, sample_1, sample_2, sample_now_1, sample_now_2 });
    if (known && other.walk === 'increment' && begun.progress.walk === 'increment') {
        return isReadAgain(other) && other.started <= begun.at ? null : amended(fromBeginningOf(begun));
    }
    // Deletions may be tracked since behind the other one's end. One that still reads everything ends that itself.
    const isUnderWay = known && other.walk !== 'increment';
    return isUnderWay && !begun.isIncremental ? null : amended(newProgress(query, Date.now(), 'inherited'));
}

function fromBeginningOf({ progress, at }: Begun): QueryProgress {
    return { ...progress, started: at, at: null, ties: { earlier: [], current: [] }, lastRow: '' };
}

/** From a value of which no row is known: so only a run that was overtaken leaves it. */
function isReadAgain({ at, ties }: QueryProgress): boolean {
    return at === null && ties.earlier.length === 0 && ties.current.length === 0;
}
