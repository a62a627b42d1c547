/** A row of SHOW COLUMNS with no more in it than COLUMNS says is the row that is made of COLUMNS. */
import { expect, test } from 'vitest';
import { deepColumns } from '../../../../shared/catalog/deep/columns.js';
import { toColumns } from '../../../../shared/catalog/kinds/columns.js';
import { ShowRow, showColumnsOf } from '../../../../shared/catalog/show-row.js';

const NAMES = ['DB', 'S', 'T'];
const NO_IDENTITY = [null, null, null];
type Cells = readonly (string | null)[];

/** The type as SHOW says it; of COLUMNS: its name, nullability, length, precision, scale, precision of a time. */
const TYPES: readonly (readonly [object, Cells])[] = [
    [{ type: 'FIXED', precision: 38, scale: 2, nullable: true }, ['NUMBER', 'YES', null, '38', '2', null]],
    [{ type: 'REAL', nullable: false }, ['FLOAT', 'NO', null, null, null, null]],
    [
        { type: 'TEXT', length: 9, byteLength: 36, nullable: true, fixed: false, collation: 'en-ci' },
        ['TEXT', 'YES', '9', null, null, null]
    ],
    [
        { type: 'BINARY', length: 8, byteLength: 8, nullable: true, fixed: true },
        ['BINARY', 'YES', '8', null, null, null]
    ],
    [{ type: 'TIMESTAMP_TZ', precision: 0, scale: 6, nullable: true }, ['TIMESTAMP_TZ', 'YES', null, null, null, '6']],
    [{ type: 'GEOGRAPHY', outputType: 'OBJECT', nullable: true }, ['GEOGRAPHY', 'YES', null, null, null, null]],
    [
        { type: 'VECTOR', dimension: 3, vectorElementType: { type: 'REAL' }, nullable: true },
        ['VECTOR', 'YES', null, null, null, null]
    ]
];

test.each(TYPES)('%j', (shownType, viewed) => {
    const nullable = viewed[1] === 'NO' ? 'NOT_NULL' : 'true';
    const shown = new ShowRow(
        showColumnsOf([
            'table_name',
            'schema_name',
            'column_name',
            'data_type',
            'null?',
            'default',
            'kind',
            'expression',
            'comment',
            'database_name',
            'autoincrement',
            'schema_evolution_record'
        ]),
        ['T', 'S', 'C', JSON.stringify(shownType), nullable, "'x'", 'COLUMN', 'A + 1', 'null', 'DB', '', null]
    );
    const inView = deepColumns.asInView(shown);
    const queried = deepColumns.toShowRow(NAMES, ['C', ...viewed, "'x'", ...NO_IDENTITY, null, 'null'], 0);
    expect(toColumns([inView])).toEqual(toColumns([queried]));
    expect(toColumns([inView])[0]).toMatchObject({ kind: null, expression: null, comment: 'null' });
    expect(toColumns([shown])[0]).toMatchObject({ kind: 'COLUMN', expression: 'A + 1' });
});

test('what no view has stays as SHOW says it', () => {
    const metric = new ShowRow(showColumnsOf(['column_name', 'kind', 'expression']), ['TOTAL', 'METRIC', 'SUM(A)']);
    expect(deepColumns.asInView(metric)).toBe(metric);
});
