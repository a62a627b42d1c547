/** Records: what counts as a change, what is refused, what tracking deletes, and how pages are cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY_MS, MovableClock } from 'stand-in-base/clock.js';
import { RecordStore } from '../src/records.js';

const counts = (added: number, updated: number, unchanged: number): object => ({
    added,
    updated,
    unchanged,
    deleted: 0,
    duplicates: []
});

test('records are added, left alone, updated, and deleted once', () => {
    const store = new RecordStore();
    expect(store.save(1, 'Item', [{ id: 'a', n: 1 }])).toEqual(counts(1, 0, 0));
    expect(store.save(1, 'Item', [{ id: 'a', n: 1 }])).toEqual(counts(0, 0, 1));
    expect(store.save(1, 'Item', [{ id: 'a', n: 2 }])).toEqual(counts(0, 1, 0));
    expect(store.delete(1, 'Item', [{ id: 'a' }])).toMatchObject({ deleted: 1 });
    expect(store.delete(1, 'Item', [{ id: 'a' }])).toMatchObject({ deleted: 0 });
    expect(store.save(1, 'Item', [{ id: 'a', n: 2 }])).toEqual(counts(1, 0, 0));
});

test('the same fields in another order are a change', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a', x: 1, y: 2 }]);
    expect(store.save(1, 'Item', [{ id: 'a', y: 2, x: 1 }])).toMatchObject({ updated: 1 });
});

test('keys come back in the order of jsonb: by length, then by bytes', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a', zz: { bb: 1, a: 2 }, b: 1, a: 2 }]);
    const [record] = store.all(1, 'Item');
    expect(Object.keys(record ?? {})).toEqual(['a', 'b', 'id', 'zz', '_nango_metadata']);
    expect(JSON.stringify(record?.['zz'])).toBe('{"a":2,"bb":1}');
});

test('a batch with an id over 255 characters is refused whole', () => {
    const store = new RecordStore();
    expect(() => store.save(1, 'Item', [{ id: 'a' }, { id: 'x'.repeat(256) }])).toThrow('invalid_body');
    expect(store.all(1, 'Item')).toEqual([]);
    expect(store.save(1, 'Item', [{ id: 'x'.repeat(255) }])).toMatchObject({ added: 1 });
});

test.for([[{}], [{ id: '' }], [{ id: null }]])('a record without an id is refused: %o', (records) => {
    expect(() => new RecordStore().save(1, 'Item', [records])).toThrow('invalid_body');
});

test('null bytes are taken out of ids, and of two records with one id the first is kept', () => {
    const store = new RecordStore();
    expect(
        store.save(1, 'Item', [
            { id: 'a\u0000b', n: 1 },
            { id: 'ab', n: 2 }
        ])
    ).toMatchObject({ added: 1, duplicates: ['ab'] });
    expect(store.all(1, 'Item')).toMatchObject([{ id: 'ab', n: 1 }]);
});

test('an update merges into what is there and leaves unknown ids alone', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a', x: 1 }]);
    expect(
        store.update(1, 'Item', [
            { id: 'a', y: 2 },
            { id: 'b', y: 2 }
        ])
    ).toMatchObject({ updated: 1, added: 0 });
    expect(store.all(1, 'Item')).toMatchObject([{ id: 'a', x: 1, y: 2 }]);
});

test('connections and models do not see each other', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a' }]);
    store.save(1, 'Item::eu', [{ id: 'b' }]);
    store.save(2, 'Item', [{ id: 'c' }]);
    expect(
        [store.all(1, 'Item'), store.all(1, 'Item::eu'), store.all(2, 'Item')].map((records) =>
            records.map(({ id }) => id)
        )
    ).toEqual([['a'], ['b'], ['c']]);
});

test('what was not saved since an execution began is deleted, unchanged records are not', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a' }, { id: 'b' }]);
    const execution = store.newGeneration();
    store.save(1, 'Item', [{ id: 'a' }], execution);
    expect(store.deleteOutdated(1, 'Item', execution)).toEqual(['b']);
    expect(
        store.all(1, 'Item', { deleted: true }).map(({ id, _nango_metadata: { last_action } }) => [id, last_action])
    ).toEqual([
        ['a', 'ADDED'],
        ['b', 'DELETED']
    ]);
});

test('what an older execution saves late does not count for a younger one, and takes nothing from it', () => {
    const store = new RecordStore();
    const [older, younger] = [store.newGeneration(), store.newGeneration()];
    store.save(1, 'Item', [{ id: 'both' }], younger);
    store.save(1, 'Item', [{ id: 'both' }, { id: 'older' }], older);
    expect(store.deleteOutdated(1, 'Item', older)).toEqual([]);
    expect(store.deleteOutdated(1, 'Item', younger)).toEqual(['older']);
});

test('what was saved since the start, but three days ago, is forgotten and deleted', () => {
    let now = Date.UTC(2026, 0, 15, 12);
    const store = new RecordStore({ now: () => now });
    const execution = store.newGeneration();
    store.save(1, 'Item', [{ id: 'three days ago' }]);
    now += DAY_MS;
    store.save(1, 'Item', [{ id: 'two days ago' }]);
    now += 2 * DAY_MS;
    store.save(1, 'Item', [{ id: 'now' }]);
    expect(store.deleteOutdated(1, 'Item', execution)).toEqual(['three days ago']);
});

test('a record not modified for a month is emptied, saved or not, until it is saved again', () => {
    const clock = new MovableClock();
    const store = new RecordStore(clock);
    store.save(1, 'Item', [{ id: 'a', n: 1 }]);
    clock.advance(31 * DAY_MS);
    store.save(1, 'Item', [{ id: 'b', n: 1 }]);
    store.pruneStale();
    expect(store.all(1, 'Item')).toEqual([
        { id: 'a', _nango_metadata: expect.objectContaining({ pruned_at: expect.any(String), deleted_at: null }) },
        { id: 'b', n: 1, _nango_metadata: expect.objectContaining({ pruned_at: null }) }
    ]);
    expect(store.save(1, 'Item', [{ id: 'a', n: 1 }])).toEqual(counts(0, 0, 1));
    expect(store.all(1, 'Item')[0]).toMatchObject({ n: 1, _nango_metadata: { pruned_at: null } });
});

test('pages put together are the whole, however they are cut', () => {
    fc.assert(
        fc.property(
            fc.uniqueArray(
                fc.string({ minLength: 1, maxLength: 20 }).filter((id) => !id.includes('\u0000')),
                { maxLength: 40 }
            ),
            fc.integer({ min: 1, max: 7 }),
            (ids, limit) => {
                const store = new RecordStore();
                for (const id of ids) store.save(1, 'Item', [{ id }]);
                const seen: string[] = [];
                let cursor: string | undefined;
                do {
                    const page = store.page(1, 'Item', { cursor, limit });
                    seen.push(...page.records.map(({ id }) => id));
                    cursor = page.next_cursor ?? undefined;
                } while (cursor !== undefined);
                expect(seen).toEqual(ids);
            }
        )
    );
});

test('pages can be asked for by ids, time and last action', () => {
    const store = new RecordStore();
    store.save(1, 'Item', [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    store.save(1, 'Item', [{ id: 'b', n: 1 }]);
    store.delete(1, 'Item', [{ id: 'c' }]);
    const named = (query: object): string[] => store.page(1, 'Item', query).records.map(({ id }) => id);
    expect(named({ ids: ['a', 'c', 'x'] }).sort()).toEqual(['a', 'c']);
    expect(named({ filter: 'updated' })).toEqual(['b']);
    expect(named({ filter: 'added,deleted' }).sort()).toEqual(['a', 'c']);
    const since = store.page(1, 'Item', { ids: ['b'] }).records[0]?._nango_metadata.last_modified_at;
    expect(named({ modifiedAfter: since }).sort()).toEqual(['b', 'c']);
});
