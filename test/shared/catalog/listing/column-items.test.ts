/** Where a listing of columns goes on: after the last one given, though its name may stand there twice. */
import { expect, test } from 'vitest';
import { columns as kind } from '../../../../shared/catalog/kinds/columns.js';
import { showRows } from '../../../../shared/catalog/show-row.js';
import type { ShowRow } from '../../../../shared/catalog/show-row.js';
import { shown } from '../fake-account.js';

async function rowsOf(...columns: readonly string[]): Promise<ShowRow[]> {
    const view = { database_name: 'D', schema_name: 'S', table_name: 'SV' };
    return await showRows(shown(columns.map((column_name) => ({ ...view, column_name }))));
}

const { toItems: columnItems, itemsAfter: columnsAfter } = kind.listing;
type Item = ReturnType<typeof columnItems>[number];

function firstAfter(after: readonly string[] | null, items: readonly Item[]): Item | undefined {
    return after === null ? items[0] : columnsAfter(items, after)?.[0];
}

async function oneByOne(shownAt: (page: number) => readonly string[]): Promise<string[]> {
    const found: string[] = [];
    let after: readonly string[] | null = null;
    for (let page = 0; page < 10; page += 1) {
        const next = firstAfter(after, columnItems(await rowsOf(...shownAt(page)), false));
        if (!next) return found;
        found.push(next.item.id);
        after = next.key;
    }
    return found;
}

test('columns of one name in a semantic view are each given once', async () => {
    expect(await oneByOne(() => ['NAME', 'TOTAL', 'NAME', 'YEAR'])).toEqual([
        'D.S.SV.NAME',
        'D.S.SV.TOTAL',
        'D.S.SV.NAME#2',
        'D.S.SV.YEAR'
    ]);
});

test('a column dropped between two pages hides no other', async () => {
    expect(await oneByOne((page) => (page < 2 ? ['A', 'B', 'C', 'D'] : ['A', 'C', 'D']))).toEqual([
        'D.S.SV.A',
        'D.S.SV.B',
        'D.S.SV.C',
        'D.S.SV.D'
    ]);
});
