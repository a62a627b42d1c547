/** Rows that share an id, within a page and from page to page. */
import { expect, test } from 'vitest';
import { newProgress } from '../../../shared/query/checkpoint.js';
import { PageReader } from '../../../shared/query/page-reader.js';
import { placesOf } from '../../../shared/query/rows.js';
import type { ResultColumn, Row } from '../../../shared/snowflake/client.js';

const COLUMNS = ['ID', 'VERSION', 'TEXT'].map((name): ResultColumn => ({
    name,
    type: 'TEXT',
    precision: null,
    scale: null,
    length: null,
    nullable: true
}));

/** What is saved of pages, each read by a reader of its own as after an interruption. */
function saved(incremental: string | null, ...pages: Row[][]): string[] {
    let progress = newProgress('q', 0);
    return pages.flatMap((rows) => {
        const reader = new PageReader(COLUMNS, placesOf({ ids: ['ID'], incremental }, COLUMNS), progress);
        const records = reader.read(rows);
        progress = { ...progress, boundary: reader.boundary, ties: reader.ties, lastRow: reader.lastRow };
        return records.map(({ id, row_data }) => `${id} ${String(row_data['TEXT'])}`);
    });
}

test('with an incremental column the last row of an id is saved, and no other of its page', () => {
    expect(
        saved('VERSION', [
            ['a', null, 'nothing'],
            ['a', '1', 'first'],
            ['b', '1', 'b'],
            ['a', '2', 'second']
        ])
    ).toEqual(['b b', 'a second']);
});

test('the very same row twice does no harm to an incremental query', () => {
    expect(
        saved(
            'VERSION',
            [
                ['a', '1', 'x'],
                ['a', '1', 'x']
            ],
            [['a', '1', 'x']]
        )
    ).toEqual(['a x']);
});

test.each([
    [
        'in a page',
        [
            [
                ['a', '1', 'x'],
                ['a', '1', 'y']
            ]
        ]
    ],
    ['in two pages', [[['a', '1', 'x']], [['a', '1', 'y']]]],
    ['without a value', [[['a', null, 'x']], [['a', null, 'y']]]]
] satisfies [string, Row[][]][])('rows that the incremental column does not order are refused: %s', (_, pages) => {
    expect(() => saved('VERSION', ...pages)).toThrow(
        "The id column ID does not tell the query's rows apart: at least one row has the id and the VERSION of another row, and differ from it."
    );
});

const refused =
    (...pages: Row[][]) =>
    (): string[] =>
        saved(null, ...pages);

test('without an incremental column an id that comes twice is refused, and no value is told', () => {
    const said = "The id column ID does not tell the query's rows apart: at least";
    expect(
        refused([
            ['a', '1', 'x'],
            ['a', '1', 'x'],
            ['b', '1', 'x'],
            ['b', '2', 'y'],
            ['b', '3', 'z']
        ])
    ).toThrow(`${said} 3 rows have the id of another row.`);
    expect(
        refused(
            [
                ['b', '1', 'x'],
                ['a', '1', 'x']
            ],
            [
                ['a', '2', 'y'],
                ['c', '1', 'x']
            ]
        )
    ).toThrow(`${said} one row has the id of another row.`);
});
