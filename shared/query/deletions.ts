/** The end of a full read: what it did not find is deleted from the records. */
import { endsExecution } from '../nango/execution-end.js';
import type { SyncHandle } from '../nango/handle.js';
import { newProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';
import type { QueryMemory } from './memory.js';

export interface Walked {
    readonly progress: QueryProgress;
    /** Nothing was left to read: an earlier execution came to the end, and perhaps further. */
    readonly foundDone: boolean;
}

/**
 * Ends the tracking of deletions. False where an earlier execution may have ended it before this one was resumed, so
 * that nobody knows whether a window is open: it was killed right behind this step, or Nango failed in it.
 */
export async function closeWindow(
    nango: SyncHandle<QueryCheckpoint>,
    model: string,
    { progress, foundDone }: Walked,
    memory: QueryMemory
): Promise<boolean> {
    try {
        memory.beforeDeletions(model);
    } catch (error) {
        // The window stays open. The next run reads anew instead of holding back the very same rows.
        const next = newProgress(progress.query, Date.now(), 'inherited');
        await noteEnd(nango, toCheckpoint(next, memory.toText()));
        throw error;
    }
    try {
        await nango.trackDeletesEnd(model);
        memory.ended();
        return true;
    } catch (error) {
        if (!foundDone || endsExecution(error)) throw error;
        await nango.log('The deletions of this read may have been processed already: it is read once more.', {
            level: 'warn'
        });
        return false;
    }
}

/**
 * Nango may end an execution here too. Nothing is left to do then: counted as an interruption, the whole query would be
 * read anew at once. A note that got lost costs the next run no more than a look at this one's end.
 */
export async function noteEnd(nango: SyncHandle<QueryCheckpoint>, checkpoint: QueryCheckpoint): Promise<void> {
    try {
        await nango.saveCheckpoint(checkpoint);
    } catch {
        await nango.log('The end of this run could not be noted in its checkpoint.', { level: 'debug' });
    }
}
