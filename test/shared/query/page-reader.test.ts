import { expect, test } from 'vitest';
import { MAX_TIES } from '../../../shared/query/checkpoint.js';
import type { Ties } from '../../../shared/query/checkpoint.js';
import { PageReader } from '../../../shared/query/page-reader.js';
import { placesOf } from '../../../shared/query/rows.js';
import type { ResultColumn, Row } from '../../../shared/snowflake/client.js';

function column(name: string, type: string): ResultColumn {
    return { name, type, precision: null, scale: null, length: null, nullable: true };
}

const COLUMNS = [column('ID', 'TEXT'), column('DAY', 'DATE')];

/** The ids that one run saves, and what it keeps for the next one. */
function run(earlier: readonly string[], ...rows: Row[]): { saved: string[]; ties: Ties } {
    const reader = new PageReader(COLUMNS, placesOf({ ids: ['ID'], incremental: 'DAY' }, COLUMNS), {
        boundary: { value: '1970-01-02', type: 'DATE' },
        ties: { earlier, current: [] },
        lastRow: ''
    });
    return { saved: reader.read(rows).map(({ id }) => id), ties: reader.ties };
}

test('a tie is left out only if the run before met it', () => {
    const first = run([], ['a', '1'], ['b', '1']);
    expect(first.saved).toEqual(['a', 'b']);
    const second = run(first.ties.current, ['b', '1']);
    expect(second.saved).toEqual([]);
    expect(run(second.ties.current, ['a', '1'], ['b', '1']).saved).toEqual(['a']);
});

test('ties of an earlier value are forgotten', () => {
    const { ties } = run(run([], ['a', '1'], ['b', '1']).ties.current, ['a', '1'], ['c', '2']);
    expect([ties.earlier, ties.current.length]).toEqual([[], 1]);
});

test('both runs together remember no more ties than a checkpoint holds', () => {
    const rows = Array.from({ length: MAX_TIES + 10 }, (_, index): Row => [`r${index}`, '1']);
    const first = run([], ...rows);
    expect([first.saved.length, first.ties.current.length]).toEqual([MAX_TIES + 10, MAX_TIES]);
    const half = run(first.ties.current, ...rows.slice(0, 1000), ['new', '1']);
    expect(half.ties.earlier.length + half.ties.current.length).toBe(MAX_TIES);
    expect(run(first.ties.current, ...rows).saved).toHaveLength(10);
});
