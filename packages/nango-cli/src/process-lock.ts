/**
 * One at a time, across processes: the CLI writes `build/` file by file, and two of them at once tear it apart.
 * A lock whose process is gone is taken over, so a killed compilation blocks nobody.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_INTERVAL_MS = 200;
/** How long a lock may be without the name of its owner. */
const START_MS = 5_000;

/** `lock` is a directory that does not exist, in one that does. */
export async function withLock<Result>(lock: string, run: () => Promise<Result>): Promise<Result> {
    const unlock = await takeLock(lock);
    try {
        return await run();
    } finally {
        unlock();
    }
}

/** Answers what gives the lock back. */
export async function takeLock(lock: string): Promise<() => void> {
    while (!taken(lock)) {
        if (!isAlive(lock)) rmSync(lock, { recursive: true, force: true });
        await wait(POLL_INTERVAL_MS);
    }
    return () => rmSync(lock, { recursive: true, force: true });
}

/** Making a directory either succeeds for one process or fails for all others. */
function taken(lock: string): boolean {
    try {
        mkdirSync(lock);
    } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
    }
    writeFileSync(path.join(lock, 'pid'), String(process.pid));
    return true;
}

function isAlive(lock: string): boolean {
    try {
        process.kill(Number(readFileSync(path.join(lock, 'pid'), 'utf8')), 0);
        return true;
    } catch (error) {
        // No file yet: its owner is just writing it, or died before it could.
        const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        return missing && Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < START_MS;
    }
}
