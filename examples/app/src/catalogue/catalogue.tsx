/** Databases, schemas, tables, views and columns as they were synced; what changes arrives by the records' cursor. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import { api, bodyOf, connectionApi } from '../shared/api.js';
import { DataTable } from '../shared/data-table.js';
import { useRecords } from '../shared/records.js';
import { useAppState } from '../shared/state.js';
import { Badge, Button, Card, Empty, Failure, Screen, number, plural } from '../shared/ui.js';
import { linesOf } from './tree.js';
import { TreeView } from './tree-view.js';

import type { Column, Schema, Table, View } from 'nango-snowflake';
import type { Which } from '../shared/api.js';
import type { DataColumn } from '../shared/data-table.js';
import type { Change } from '../shared/records.js';
import type { Objects } from './tree.js';

const SYNCS = ['databases', 'schemas', 'tables', 'views', 'columns'] as const;
const FRESH_MS = 5_000;

export function Catalogue({ which }: { readonly which: Which }) {
    const databases = useRecords(which, 'databases');
    const schemas = useRecords(which, 'schemas');
    const tables = useRecords(which, 'tables');
    const views = useRecords(which, 'views');
    const columns = useRecords(which, 'columns');
    const all = [databases, schemas, tables, views, columns];
    const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
    const [selected, select] = useState<string | null>(null);
    const [wanted, setWanted] = useState('');
    const objects = useMemo(
        () => ({
            databases: databases.stored.rows,
            schemas: schemas.stored.rows,
            tables: tables.stored.rows,
            views: views.stored.rows
        }),
        [databases.stored, schemas.stored, tables.stored, views.stored]
    );
    const lines = useMemo(() => linesOf(objects, open, wanted), [objects, open, wanted]);
    const changes = all.flatMap(({ stored }) => stored.changes).toSorted((left, right) => right.at - left.at);
    const fresh = useFresh(changes);

    const toggle = (id: string, isOpen: boolean): void =>
        setOpen((before) => {
            const after = new Set(before);
            if (isOpen) after.add(id);
            else after.delete(id);
            return after;
        });
    // The first database lies open, so that there is something to see.
    const first = databases.stored.byId.get('SALES')?.id ?? databases.stored.rows[0]?.id;
    useEffect(() => {
        if (first === undefined) return;
        setOpen(new Set([first, `${first}.PUBLIC`]));
        select((before) => before ?? first);
    }, [first]);

    return (
        <Screen
            title="Catalogue"
            lead={`${plural(tables.stored.rows.length, 'table')}, ${plural(views.stored.rows.length, 'view')} and ${plural(columns.stored.rows.length, 'column')} in ${plural(databases.stored.rows.length, 'database')}, read from Nango's records. Changes come by cursor, as syncs end.`}
            actions={<Refresh which={which} />}
        >
            <Failure error={all.find(({ error }) => error !== null)?.error ?? null} />
            <div className="grid min-h-[30rem] flex-1 gap-5 lg:grid-cols-[18rem_minmax(0,1fr)]">
                <Card className="flex h-[30rem] min-h-0 flex-col lg:h-auto">
                    <div className="border-b border-slate-100 p-3">
                        <input
                            type="search"
                            aria-label="Find by name"
                            placeholder="Find by name"
                            value={wanted}
                            onChange={({ target }) => setWanted(target.value)}
                            className="field"
                        />
                    </div>
                    <TreeView lines={lines} selected={selected} fresh={fresh} onSelect={select} onToggle={toggle} />
                </Card>
                <div className="flex min-h-0 flex-col gap-5">
                    <Details
                        selected={selected}
                        objects={objects}
                        columns={columns.stored.rows}
                        fresh={fresh}
                        onOpen={(id) => {
                            const table = tables.stored.byId.get(id) ?? views.stored.byId.get(id);
                            const schema =
                                table === undefined ? undefined : objects.schemas.find((each) => isIn(each, table));
                            if (schema !== undefined)
                                setOpen((before) => new Set([...before, schema.id, schema.database_name]));
                            else toggle(id, true);
                            select(id);
                        }}
                    />
                    <Changes changes={changes} />
                </div>
            </div>
        </Screen>
    );
}

/** What changed a moment ago, so that it can be shown as such. */
function useFresh(changes: readonly Change[]): ReadonlySet<string> {
    const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
    const newest = changes[0]?.at;
    useEffect(() => {
        if (newest === undefined) return undefined;
        setFresh(new Set(changes.filter(({ at }) => newest - at < FRESH_MS).map(({ id }) => id)));
        const timer = setTimeout(() => setFresh(new Set()), FRESH_MS);
        return () => clearTimeout(timer);
        // oxlint-disable-next-line react-hooks/exhaustive-deps -- a change is fresh once
    }, [newest]);
    return fresh;
}

function Refresh({ which }: { readonly which: Which }) {
    const { data: state } = useAppState();
    const sync = async (): Promise<void> => {
        for (const name of [...SYNCS, 'roles', 'users'] as const) {
            await bodyOf(connectionApi.syncs[':sync'].$post({ param: { ...which, sync: name } }));
        }
    };
    const run = useMutation({ mutationFn: sync });
    const change = useMutation({
        mutationFn: async () => {
            await bodyOf(api.demo.change.$post());
            await sync();
        }
    });
    return (
        <>
            <Failure error={run.error ?? change.error} />
            {state?.demo != null && (
                <Button disabled={change.isPending} onClick={() => change.mutate()}>
                    Change something in the account
                </Button>
            )}
            <Button look="main" disabled={run.isPending} onClick={() => run.mutate()}>
                Sync now
            </Button>
        </>
    );
}

type InSchema = { readonly database_name: string; readonly schema_name: string };
function isIn(schema: Schema, object: InSchema): boolean {
    return schema.database_name === object.database_name && schema.name === object.schema_name;
}

const COLUMN_COLUMNS: readonly DataColumn<Column>[] = [
    { id: 'place', header: '#', value: (column) => column.ordinal_position, width: '3rem', numeric: true },
    { id: 'name', header: 'Column', value: (column) => column.column_name, width: '2fr' },
    {
        id: 'type',
        header: 'Type',
        value: typeOf,
        width: '1.5fr',
        show: (column) => <code className="text-xs">{typeOf(column)}</code>
    },
    {
        id: 'nullable',
        header: 'Nullable',
        value: (column) => (column.nullable === false ? 'no' : 'yes'),
        width: '5.5rem'
    },
    { id: 'comment', header: 'Comment', value: (column) => column.comment ?? '', width: '2fr' }
];
type Relation = (Table | View) & { readonly shape: string };
const RELATION_COLUMNS: readonly DataColumn<Relation>[] = [
    { id: 'name', header: 'Name', value: ({ name }) => name, width: '2fr' },
    { id: 'kind', header: 'Kind', value: ({ shape }) => shape, width: '7rem' },
    {
        id: 'rows',
        header: 'Rows',
        value: (each) => ('rows' in each ? each.rows : null),
        show: (each) => ('rows' in each && each.rows !== null ? number(each.rows) : ''),
        width: '6rem',
        numeric: true
    },
    { id: 'comment', header: 'Comment', value: ({ comment }) => comment ?? '', width: '2fr' }
];
const SCHEMA_COLUMNS: readonly DataColumn<Schema>[] = [
    { id: 'name', header: 'Schema', value: ({ name }) => name, width: '2fr' },
    { id: 'owner', header: 'Owner', value: ({ schema_owner: owner }) => owner ?? '', width: '1fr' },
    { id: 'options', header: 'Options', value: ({ options }) => options ?? '', width: '1fr' },
    { id: 'comment', header: 'Comment', value: ({ comment }) => comment ?? '', width: '2fr' }
];
const idOf = ({ id }: { readonly id: string }): string => id;

interface DetailsProps {
    readonly selected: string | null;
    readonly objects: Objects;
    readonly columns: readonly Column[];
    readonly fresh: ReadonlySet<string>;
    readonly onOpen: (id: string) => void;
}

function Details({ selected, objects, columns, fresh, onOpen }: DetailsProps) {
    const relations = useMemo(
        () => [
            ...objects.tables.map((table) => ({ ...table, shape: shapeOf(table) })),
            ...objects.views.map((view) => ({
                ...view,
                shape: view.is_materialized === true ? 'materialized view' : 'view'
            }))
        ],
        [objects]
    );
    const relation = relations.find(({ id }) => id === selected);
    const schema = objects.schemas.find(({ id }) => id === selected);
    const database = objects.databases.find(({ id }) => id === selected);
    const ofRelation = useMemo(
        () =>
            relation === undefined
                ? []
                : columns
                      .filter(
                          (column) =>
                              column.table_name === relation.name &&
                              column.schema_name === relation.schema_name &&
                              column.database_name === relation.database_name
                      )
                      .toSorted((left, right) => left.ordinal_position - right.ordinal_position),
        [columns, relation]
    );
    const panel = 'flex min-h-[18rem] flex-1 flex-col';
    if (relation !== undefined) {
        return (
            <Card title={relation.id} className={panel} aside={<Badge tone="calm">{relation.shape}</Badge>}>
                <Facts
                    facts={[
                        ['Owner', relation.owner],
                        ['Rows', 'rows' in relation ? relation.rows : null],
                        ['Created', relation.created_on?.slice(0, 10) ?? null],
                        ['Comment', relation.comment]
                    ]}
                />
                <DataTable
                    caption={`Columns of ${relation.id}`}
                    rows={ofRelation}
                    rowId={idOf}
                    columns={COLUMN_COLUMNS}
                    fresh={fresh}
                />
            </Card>
        );
    }
    if (schema !== undefined) {
        return (
            <Card title={schema.id} className={panel} aside={<Badge tone="calm">schema</Badge>}>
                <Facts
                    facts={[
                        ['Owner', schema.schema_owner],
                        ['Comment', schema.comment]
                    ]}
                />
                <DataTable
                    caption={`Tables and views of ${schema.id}`}
                    rows={relations.filter((each) => isIn(schema, each))}
                    rowId={idOf}
                    columns={RELATION_COLUMNS}
                    fresh={fresh}
                    onOpen={({ id }) => onOpen(id)}
                />
            </Card>
        );
    }
    if (database !== undefined) {
        return (
            <Card
                title={database.id}
                className={panel}
                aside={<Badge tone="calm">{database.kind?.toLowerCase() ?? 'database'}</Badge>}
            >
                <Facts
                    facts={[
                        ['Owner', database.owner],
                        [
                            'Time Travel',
                            database.retention_time === null ? null : plural(database.retention_time, 'day')
                        ],
                        ['Origin', database.origin],
                        ['Comment', database.comment]
                    ]}
                />
                <DataTable
                    caption={`Schemas of ${database.id}`}
                    rows={objects.schemas.filter((each) => each.database_name === database.name)}
                    rowId={idOf}
                    columns={SCHEMA_COLUMNS}
                    fresh={fresh}
                    onOpen={({ id }) => onOpen(id)}
                />
            </Card>
        );
    }
    return (
        <Card className={panel}>
            <Empty>Choose something in the tree.</Empty>
        </Card>
    );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string | number | null])[] }) {
    const said = facts.filter(([, value]) => value !== null && value !== '');
    return (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 border-b border-slate-100 px-4 py-2 text-sm">
            {said.map(([name, value]) => (
                <div key={name} className="flex gap-2">
                    <dt className="text-slate-600">{name}</dt>
                    <dd className="font-medium">{typeof value === 'number' ? number(value) : value}</dd>
                </div>
            ))}
        </dl>
    );
}

const SIGNS = { new: 'good', changed: 'wait', gone: 'bad' } as const;
function Changes({ changes }: { readonly changes: readonly Change[] }) {
    return (
        <Card title="Changes since this page was opened">
            {changes.length === 0 ? (
                <p className="px-4 py-3 text-sm text-slate-600">None yet.</p>
            ) : (
                // Reached by keyboard, as it scrolls.
                <ol
                    aria-live="polite"
                    aria-label="Changes"
                    tabIndex={0}
                    className="max-h-40 divide-y divide-slate-100 overflow-auto"
                >
                    {changes.slice(0, 50).map((change) => (
                        <li
                            key={`${change.at}-${change.sync}-${change.id}-${change.kind}`}
                            className="flex items-center gap-3 px-4 py-1.5 text-sm"
                        >
                            <Badge tone={SIGNS[change.kind]}>{change.kind}</Badge>
                            <span className="truncate">{change.id}</span>
                            <span className="ml-auto text-xs whitespace-nowrap text-slate-600">
                                {change.sync} · {new Date(change.at).toLocaleTimeString('en-GB')}
                            </span>
                        </li>
                    ))}
                </ol>
            )}
        </Card>
    );
}

/** As it is written in CREATE TABLE, as far as the record says. */
function typeOf(column: Column): string {
    const type = column.data_type_type ?? '';
    const { data_type_precision: precision, data_type_scale: scale, data_type_length: length } = column;
    if (type === 'FIXED') return precision === null ? 'NUMBER' : `NUMBER(${precision},${scale ?? 0})`;
    if (type === 'TEXT') return length === null ? 'VARCHAR' : `VARCHAR(${number(length)})`;
    return type === 'REAL' ? 'FLOAT' : type;
}

function shapeOf(table: Table): string {
    const shapes = [
        ['external', table.is_external],
        ['dynamic', table.is_dynamic],
        ['iceberg', table.is_iceberg],
        ['hybrid', table.is_hybrid],
        ['event', table.is_event]
    ] as const;
    const found = shapes.find(([, is]) => is === true);
    if (found !== undefined) return `${found[0]} table`;
    return table.kind === 'TRANSIENT' ? 'transient table' : 'table';
}
