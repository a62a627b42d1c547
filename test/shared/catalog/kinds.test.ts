import { expect, test } from 'vitest';
import type { z } from 'zod';
import { toGrant } from '../../../shared/catalog/grant.js';
import { ColumnSchema, toColumns } from '../../../shared/catalog/kinds/columns.js';
import { databases } from '../../../shared/catalog/kinds/databases.js';
import { RoleSchema, toListedRole as readRole } from '../../../shared/catalog/kinds/roles.js';
import { schemas } from '../../../shared/catalog/kinds/schemas.js';
import { tables } from '../../../shared/catalog/kinds/tables.js';
import { streams } from '../../../shared/catalog/kinds/streams.js';
import { tasks } from '../../../shared/catalog/kinds/tasks.js';
import { warehouses } from '../../../shared/catalog/kinds/warehouses.js';
import { toUser as readUser, UserSchema } from '../../../shared/catalog/kinds/users.js';
import { views } from '../../../shared/catalog/kinds/views.js';
import { QueryResultSchema } from '../../../shared/query/rows.js';
import { showRows } from '../../../shared/catalog/show-row.js';
import type { ShowRow } from '../../../shared/catalog/show-row.js';
import { resultOf, textColumn } from '../result-of.js';
import type { ResultColumn } from '../../../shared/snowflake/client.js';

/** The record of one row. */
function only<Rec>(toRecords: (rows: readonly ShowRow[]) => readonly Rec[]): (of: ShowRow) => Rec {
    return (of) => {
        const [record] = toRecords([of]);
        if (record === undefined) throw new Error('no record');
        return record;
    };
}

const DatabaseSchema = databases.sync.schema;
const SchemaSchema = schemas.sync.schema;
const TableSchema = tables.sync.schema;
const ViewSchema = views.sync.schema;
const toDatabase = only(databases.sync.toRecords);
const toSchema = only(schemas.sync.toRecords);
const toTable = only(tables.sync.toRecords);
const toView = only(views.sync.toRecords);
const toColumn = only(toColumns);
const toTask = only((rows) => tasks.listing.toItems(rows, false).map(({ item }) => item));
const toStream = only((rows) => streams.listing.toItems(rows, false).map(({ item }) => item));
const toWarehouse = only((rows) => warehouses.listing.toItems(rows, false).map(({ item }) => item));

function toListedRole(of: ShowRow): ReturnType<typeof readRole> {
    return readRole(of, undefined);
}

function toUser(of: ShowRow, ownLogin: string | null, roles: readonly string[] | null): ReturnType<typeof readUser> {
    return readUser(of, { ownLogin, rolesOf: () => roles });
}

/** The fields of the public templates' models, by name: a record of ours holds at least these. */
const TEMPLATE_FIELDS: readonly (readonly [string, z.ZodObject, string])[] = [
    ['Database', DatabaseSchema, 'id name created_on kind owner comment'],
    ['Schema', SchemaSchema, 'id database_name name created_on schema_owner comment retention_time'],
    ['Table', TableSchema, 'id name database_name schema_name rows bytes is_external is_iceberg change_tracking owner'],
    [
        'Column',
        ColumnSchema,
        'id database_name schema_name table_name column_name ordinal_position data_type data_type_type data_type_precision data_type_scale data_type_byte_length data_type_length nullable default_value kind expression comment autoincrement'
    ],
    [
        'View',
        ViewSchema,
        'id name database_name schema_name text is_secure is_materialized change_tracking owner comment'
    ],
    [
        'Role',
        RoleSchema,
        'id name is_default is_current is_inherited assigned_to_users granted_to_roles granted_roles created_on owner comment'
    ],
    [
        'User',
        UserSchema,
        'id login_name email first_name last_name display_name default_role default_warehouse disabled has_password has_rsa_public_key last_success_login'
    ],
    ['QueryResult', QueryResultSchema, 'id row_data']
];

test.each(TEMPLATE_FIELDS)('%s has every field of the public templates', (_model, schema, fields) => {
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(fields.split(' ')));
});

/** A row of SHOW with these columns; every one of them is text but `created_on`. */
async function row(values: Record<string, string | null>): Promise<ShowRow> {
    const names = Object.keys(values);
    const columns = names.map((name): ResultColumn => ({
        ...textColumn(name),
        type: name.endsWith('_on') || name.endsWith('login') ? 'TIMESTAMP_LTZ' : 'TEXT'
    }));
    const cells = [names.map((name) => values[name] ?? null)];
    const [first] = await showRows(resultOf(columns, [cells]));
    if (!first) throw new Error('no row');
    return first;
}

const PLACE = { name: 'T', database_name: 'D', schema_name: 'S', created_on: '1700000000.123000000' };

test.each([
    ['Database', DatabaseSchema, toDatabase],
    ['Schema', SchemaSchema, toSchema],
    ['Table', TableSchema, toTable],
    ['View', ViewSchema, toView],
    ['Column', ColumnSchema, toColumn],
    ['Role', RoleSchema, (of: ShowRow) => ({ ...toListedRole(of), parent_roles: [], child_roles: [], users: [] })],
    ['User', UserSchema, (of: ShowRow) => toUser(of, null, null)]
] as const)(
    'a %s is written in the order of its model, so that records read back compare equal',
    async (_model, schema, toRecord) => {
        const record = toRecord(await row({ ...PLACE, table_name: 'T', column_name: 'C' }));
        expect(JSON.stringify(schema.parse(record))).toBe(JSON.stringify(record));
    }
);

test('flags, counts and times are read as what they are, and empty text as not set', async () => {
    const table = toTable(
        await row({
            ...PLACE,
            rows: '12345678901',
            bytes: null,
            is_external: 'Y',
            is_iceberg: 'N',
            change_tracking: 'ON',
            comment: '',
            owner: 'ME'
        })
    );
    expect(table).toMatchObject({
        rows: 12345678901,
        bytes: null,
        is_external: true,
        is_iceberg: false,
        change_tracking: true,
        comment: null,
        owner: 'ME',
        created_on: '2023-11-14T22:13:20.123Z',
        is_hybrid: null
    });
});

test.each([
    ['Y', true],
    ['yes', true],
    ['true', true],
    ['ON', true],
    ['1', true],
    ['ENABLED', true],
    ['N', false],
    ['no', false],
    ['false', false],
    ['OFF', false],
    ['0', false],
    ['DISABLED', false],
    ['N/A', null],
    ['null', null],
    ['', null],
    ['PENDING', null],
    ['unknown', null],
    [null, null]
])('the flag %j says %j, and a word that is not known says neither', async (word, flag) => {
    expect(toTable(await row({ ...PLACE, change_tracking: word })).change_tracking).toBe(flag);
});

test.each([
    ['0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1.5E3', 1500],
    ['null', null],
    ['N/A', null],
    ['', null],
    [' ', null],
    ['Infinity', null],
    ['0x10', null],
    ['many', null],
    [null, null]
])('the bytes %j are %j: every digit is kept, and what is no number is null', async (cell, bytes) => {
    const table = toTable(await row({ ...PLACE, bytes: cell }));
    expect(table.bytes).toBe(bytes);
    expect(TableSchema.parse(table)).toEqual(table);
});

test.each([
    ['1700000000.123', '2023-11-14T22:13:20.123Z'],
    ['1700000000.123000000', '2023-11-14T22:13:20.123Z'],
    ['1700000000.000 1020', '2023-11-14T22:13:20Z'],
    ['2023-11-14 14:13:20.123 -0800', '2023-11-14T22:13:20.123Z'],
    ['Tue, 14 Nov 2023 14:13:20 -0800', '2023-11-14T22:13:20.000Z'],
    ['null', null],
    ['N/A', null],
    ['never 5', null],
    ['', null],
    [null, null]
])('the time %j is %j, whatever the type of its column', async (cell, time) => {
    for (const name of ['created_on', 'expires_at_time']) {
        const user = toUser(await row({ name: 'U', [name]: cell }), null, null);
        expect(name === 'created_on' ? user.created_on : user.expires_at_time).toBe(time);
    }
});

test('what Snowflake writes for "none" is null, and what a person wrote stays to the letter', async () => {
    const task = { ...PLACE, allow_overlapping_execution: 'null', error_integration: 'null', warehouse: 'null' };
    expect(toTask(await row({ ...task, predecessors: 'null', comment: 'null', definition: 'N/A' }))).toMatchObject({
        allow_overlapping_execution: null,
        error_integration: null,
        warehouse: null,
        predecessors: [],
        comment: 'null',
        definition: 'N/A'
    });
    expect(toWarehouse(await row({ name: 'null', resource_monitor: 'null', auto_suspend: 'null' }))).toMatchObject({
        name: 'null',
        resource_monitor: null,
        auto_suspend: null
    });
});

test.each([
    ['D.S.T', 'D.S.T'],
    ['D."no privilege".T', 'D."no privilege".T'],
    ['No privilege or table dropped', null],
    ['N/A', null],
    ['', null]
])('the source of a stream %j is %j: a sentence is no name', async (written, source) => {
    const stream = toStream(await row({ ...PLACE, table_name: written, base_tables: written, invalid_reason: 'N/A' }));
    expect(stream).toMatchObject({ table_name: source, base_tables: source, invalid_reason: null });
});

test('a column that came later is in the record only where it says something', async () => {
    const plain = await row(PLACE);
    expect(JSON.stringify(toSchema(await row({ ...PLACE, is_nested: 'false' })))).toBe(JSON.stringify(toSchema(plain)));
    expect(JSON.stringify(toTable(await row({ ...PLACE, is_interactive: 'N' })))).toBe(JSON.stringify(toTable(plain)));
    expect(toSchema(await row({ ...PLACE, is_nested: 'true' })).is_nested).toBe(true);
    expect(toTable(await row({ ...PLACE, is_interactive: 'Y' })).is_interactive).toBe(true);
});

test('a name that is empty is refused: it could be anything', async () => {
    const nameless = await row({ ...PLACE, name: '' });
    expect(() => toTable(nameless)).toThrow(/without name/);
});

test('where the type does not say whether a column may be null, its own column does', async () => {
    const column = { ...PLACE, table_name: 'T', column_name: 'C', data_type: '{"type":"FIXED"}' };
    expect(toColumn(await row({ ...column, 'null?': 'NOT_NULL' })).nullable).toBe(false);
    expect(toColumn(await row({ ...column, 'null?': 'true' })).nullable).toBe(true);
});

test("the connection's own user shows no last login, whatever the case of its name", async () => {
    const user = {
        name: 'NANGO_SVC',
        login_name: 'NANGO_SVC',
        last_success_login: '1700000000.000000000',
        disabled: 'false'
    };
    expect(toUser(await row(user), 'nango_svc', null)).toMatchObject({ last_success_login: null, disabled: false });
    expect(toUser(await row(user), 'other', ['R'])).toMatchObject({
        last_success_login: '2023-11-14T22:13:20Z',
        roles: ['R']
    });
});

test('a grant names roles and users as their listings do, and the object as SHOW GRANTS does', async () => {
    const grant = {
        name: '"my.db".S."t"',
        role: '"Data Team"',
        grantee_name: '"ann@acme.com"',
        granted_by: '"say ""hi"""'
    };
    expect(toGrant(await row(grant))).toMatchObject({
        name: '"my.db".S."t"',
        role: 'Data Team',
        grantee_name: 'ann@acme.com',
        granted_by: 'say "hi"'
    });
    expect(toGrant(await row({ grantee_name: 'ANALYST', role: null }))).toMatchObject({
        grantee_name: 'ANALYST',
        role: null
    });
    const inDatabase = { grantee_name: '"my.db"."db role"' };
    expect(toGrant(await row(inDatabase))).toMatchObject(inDatabase);
});

test('a type that is no JSON, or of an unknown shape, does not end the sync', async () => {
    const column = { ...PLACE, table_name: 'T', column_name: 'C' };
    expect(toColumn(await row({ ...column, data_type: 'not json' }))).toMatchObject({
        data_type: 'not json',
        data_type_type: null,
        nullable: null
    });
    expect(
        toColumn(await row({ ...column, data_type: '{"type":"VECTOR","dimension":3,"nullable":true}' }))
    ).toMatchObject({ data_type_type: 'VECTOR', nullable: true });
});

test('columns of one name in a semantic view are told apart, in the order in which they come', async () => {
    const view = { database_name: 'D', schema_name: 'S', table_name: 'SV' };
    const rows = await Promise.all(
        [
            { ...view, column_name: 'NAME', kind: 'DIMENSION' },
            { ...view, column_name: 'TOTAL', kind: 'METRIC' },
            { ...view, column_name: 'NAME', kind: 'DIMENSION' },
            { ...view, table_name: 'T', column_name: 'NAME', kind: 'COLUMN' },
            { ...view, column_name: 'NAME', kind: 'FACT' },
            { ...view, column_name: 'NAME#2', kind: 'FACT' }
        ].map(row)
    );
    expect(toColumns(rows).map(({ id, ordinal_position, kind }) => [id, ordinal_position, kind])).toEqual([
        ['D.S.SV.NAME', 1, 'DIMENSION'],
        ['D.S.SV.TOTAL', 2, 'METRIC'],
        ['D.S.SV.NAME#2', 3, 'DIMENSION'],
        ['D.S.T.NAME', 1, 'COLUMN'],
        ['D.S.SV.NAME#3', 4, 'FACT'],
        ['D.S.SV."NAME#2"', 5, 'FACT']
    ]);
});

test('long names of columns that are told apart by their order stay apart', async () => {
    const column = { ...PLACE, table_name: 'SV', column_name: 'N'.repeat(255) };
    const ids = toColumns(await Promise.all([column, column].map(row))).map(({ id }) => id);
    expect([new Set(ids).size, ids.every((id) => id.length <= 255)]).toEqual([2, true]);
});

test('of more types than are remembered, each column has its own', async () => {
    const scales = Array.from({ length: 20 }, (_, scale) => scale);
    const made = [...scales, ...scales.toReversed()].map((scale) => ({
        ...PLACE,
        table_name: 'T',
        column_name: `C${scale}`,
        data_type: JSON.stringify({ type: 'FIXED', precision: 38, scale })
    }));
    expect(toColumns(await Promise.all(made.map(row))).map((column) => column.data_type_scale)).toEqual([
        ...scales,
        ...scales.toReversed()
    ]);
});

test('what a row says does not depend on the row before', async () => {
    const names = ['name', 'database_name', 'schema_name', 'comment', 'rows', 'is_interactive', 'created_on'];
    const cells = [
        ['A', 'D', 'S', 'c', '1', 'N', '1700000000.000'],
        ['B', 'D', 'S', 'c', '1', 'Y', '1700000000.000'],
        ['C', 'D', 'S', null, '2', 'N', '1700000001.000'],
        ['C', 'D', 'S2', null, '2', 'N', '1700000001.000'],
        ['D', 'D', 'S2', '', '2', 'Y', null]
    ];
    const read = async (rows: typeof cells) =>
        tables.sync
            .toRecords(await showRows(resultOf(names.map(textColumn), [rows])))
            .map((each) => JSON.stringify(each));
    const alone = await Promise.all(cells.map(async (each) => await read([each])));
    expect(await read(cells)).toEqual(alone.flat());
    expect(alone.flat().map((record) => record.includes('is_interactive'))).toEqual([false, true, false, false, true]);
});
