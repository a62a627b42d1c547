/**
 * The frame of every read of a whole listing, be it objects or the rows of a query: what it does not find is deleted, in a
 * window of Nango's tracking that opens when it begins, and only after all of it was read.
 *
 * The thing to get right: a window ends by `trackDeletesEnd` alone. One that a read left open, because it failed or its
 * deletions wait, counts all that was saved in it as seen, and a later read finds it open. So who ends a window that may
 * not be its own reads once more, in one of its own.
 */
import { endsExecution } from '../nango/execution-end.js';
import type { NangoHandle } from '../nango/handle.js';

export interface WindowHandle extends Pick<NangoHandle, 'log'> {
    trackDeletesStart(model: string): void | Promise<void>;
    trackDeletesEnd(model: string): unknown;
}

/** `kept`: left open, nothing is deleted. `unsure`: an earlier execution may have ended it, and been cut off then. */
export type WindowEnd = 'ended' | 'kept' | 'unsure';

/** A read of the whole, from where it stands to its end. */
export interface FullRead<Self> {
    readonly model: string;
    /** Nothing is noted as saved: the window is opened. Where it is open already, that changes nothing. */
    readonly isAtStart: boolean;
    /** The checkpoint tells of this read. */
    readonly isNoted: boolean;
    /** An earlier execution had read everything, and may have ended the window; asked once `read` has returned. */
    readonly wasRead: boolean;
    note(): Promise<void>;
    /** Throws Overtaken where another run has gone on from this read's checkpoint: the window may be that one's by now. */
    expectOwn(): Promise<void>;
    /** Reads and saves what is left. */
    read(): Promise<void>;
    /** False where nothing may be deleted; throws, with the checkpoint noted, where deletions wait for a word. */
    judge(): Promise<boolean>;
    /** Notes the end. The read that has to follow, or null. */
    after(end: WindowEnd): Promise<Self | null>;
}

/** Reads to the end, and as often as it takes to have ended a window of its own. The last of these reads. */
export async function readFully<Read extends FullRead<Read>>(nango: WindowHandle, first: Read): Promise<Read> {
    for (let read = first; ;) {
        const next = await read.after(await readInWindow(nango, read));
        if (!next) return read;
        read = next;
    }
}

async function readInWindow(nango: WindowHandle, read: FullRead<unknown>): Promise<WindowEnd> {
    if (read.isAtStart) {
        // Noted before it is opened: a window that nobody knows of would be taken for a later read's own.
        if (read.isNoted) await read.expectOwn();
        else await read.note();
        await nango.trackDeletesStart(read.model);
    }
    await read.read();
    if (!(await read.judge())) return 'kept';
    await read.expectOwn();
    return await endWindow(nango, read);
}

async function endWindow(nango: WindowHandle, read: FullRead<unknown>): Promise<WindowEnd> {
    try {
        await nango.trackDeletesEnd(read.model);
        return 'ended';
    } catch (error) {
        if (endsExecution(error)) throw error;
        // Another run may have ended it.
        await read.expectOwn();
        if (!read.wasRead) throw error;
        await nango.log('The deletions of this read may have been processed already: it is read once more.', {
            level: 'warn'
        });
        return 'unsure';
    }
}

/**
 * Nango may end an execution here too. Where nothing is left to do that must not count as an interruption, or the whole
 * would be read anew at once; a note that got lost costs the next run no more than a look at this one's end.
 */
export async function noteEnd(nango: Pick<NangoHandle, 'log'>, note: () => Promise<void>): Promise<void> {
    try {
        await note();
    } catch {
        await nango.log('The end of this run could not be noted in its checkpoint.', { level: 'debug' });
    }
}
