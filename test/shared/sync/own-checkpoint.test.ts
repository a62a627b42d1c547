/** What a run makes of a checkpoint that Nango refuses, and what it leaves for the next one. */
import { expect, test } from 'vitest';
import { readAgain } from '../../../shared/query/read-again.js';
import { newProgress, readProgress, toCheckpoint } from '../../../shared/query/checkpoint.js';
import type { QueryProgress } from '../../../shared/query/checkpoint.js';
import { Overtaken, OwnCheckpoint } from '../../../shared/sync/own-checkpoint.js';

const CONFLICT = 'Error saving checkpoint: Failed to save checkpoint: {"error":{"code":"checkpoint_conflict"}}';

/** Nango, which refuses a checkpoint once; `stored` is what it has then. */
function refusing(stored: (sent: { at: number }) => { at: number }) {
    let kept: { at: number } | null = null;
    let isRefused = false;
    const nango = {
        getCheckpoint: async () => await Promise.resolve(kept),
        saveCheckpoint: async (sent: { at: number }) => {
            kept = isRefused ? sent : stored(sent);
            if (!isRefused) {
                isRefused = true;
                throw new Error(CONFLICT);
            }
            await Promise.resolve();
        }
    };
    return { nango, kept: () => kept };
}

test('a checkpoint that is refused for itself was saved, as its answer was lost', async () => {
    const { nango } = refusing((sent) => sent);
    const own = new OwnCheckpoint(nango, null);
    await own.save({ at: 1 });
    await expect(own.expectOwn()).resolves.toBeUndefined();
});

test('a run that another one has overtaken makes its word part of what the other one says', async () => {
    const { nango, kept } = refusing(() => ({ at: 5 }));
    const own = new OwnCheckpoint(nango, null);
    const work = own.whileOwn(
        async () => await own.save({ at: 1 }),
        () => ({ at: 2 })
    );
    await expect(work).rejects.toBeInstanceOf(Overtaken);
    expect(kept()).toEqual({ at: 2 });
    await expect(own.expectOwn()).rejects.toBeInstanceOf(Overtaken);
});

const NOW = Date.now();
const increment = (value: string, ties: readonly string[]): QueryProgress => ({
    ...newProgress('q', NOW, 'increment'),
    boundary: { value, type: 'DATE' },
    ties: { earlier: [], current: ties }
});
const begun = (value: string, at: number) => ({ progress: increment(value, ['12345678']), isIncremental: true, at });
const valueIn = (stored: unknown): string | undefined => readProgress(stored, 'q', NOW).progress.boundary?.value;

test('of several runs that were overtaken, the one that began first says from where to read once more', () => {
    const other = toCheckpoint(increment('2026-01-09', ['12345678']));
    const second = readAgain(other, begun('2026-01-05', NOW + 1));
    expect(valueIn(second)).toBe('2026-01-05');
    const first = readAgain(second, begun('2026-01-02', NOW));
    expect(valueIn(first)).toBe('2026-01-02');
    expect(readAgain(first, begun('2026-01-05', NOW + 1))).toBeNull();
});

test('what reads everything next needs no word, unless it has come to its end', () => {
    const full = { progress: newProgress('q', NOW), isIncremental: false, at: NOW };
    expect(readAgain(toCheckpoint(newProgress('q', NOW)), full)).toBeNull();
    const done = readAgain(toCheckpoint(newProgress('q', NOW), undefined, 'done'), full);
    expect(readProgress(done, 'q', NOW)).toMatchObject({ known: true, progress: { walk: 'inherited', at: null } });
});
