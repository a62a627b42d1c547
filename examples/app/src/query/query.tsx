/** The query of `query-results`: what a customer sets, and the rows that came of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';

import { bodyOf, connectionApi } from '../shared/api.js';
import { DataTable } from '../shared/data-table.js';
import { useRecords } from '../shared/records.js';
import { Button, Card, Empty, Failure, Field, Notice, Screen, plural } from '../shared/ui.js';

import type { FormEvent } from 'react';
import type { QueryResult } from 'nango-snowflake';
import type { Which } from '../shared/api.js';
import type { DataColumn } from '../shared/data-table.js';

interface Form {
    readonly query: string;
    readonly binds: string;
    readonly id_column: string;
    readonly incremental_column: string;
    readonly warehouse: string;
}

export function Query({ which }: { readonly which: Which }) {
    const settings = useQuery({
        queryKey: settingsKey(which),
        queryFn: async () => await bodyOf(connectionApi.query.$get({ param: which }))
    });
    const { stored, error, isLoading } = useRecords(which, 'query-results');
    const columns = useMemo(() => columnsOf(stored.rows), [stored.rows]);
    return (
        <Screen
            title="Query"
            lead="One SELECT that the sync query-results runs every hour. Its rows are records, with changes and deletions."
        >
            <Failure error={settings.error ?? error} />
            <div className="grid min-h-0 flex-1 items-start gap-5 xl:grid-cols-[26rem_minmax(0,1fr)]">
                <Card>
                    {settings.data === undefined ? (
                        <Empty>Loading …</Empty>
                    ) : (
                        <QueryForm which={which} settings={settings.data} />
                    )}
                </Card>
                <Card title={plural(stored.rows.length, 'row')} className="flex h-[34rem] min-h-0 flex-col">
                    {stored.rows.length === 0 ? (
                        <Empty>
                            {isLoading ? 'Loading …' : 'No rows yet: save a query, and they come when it has run.'}
                        </Empty>
                    ) : (
                        <DataTable caption="Rows of the query" rows={stored.rows} rowId={idOf} columns={columns} />
                    )}
                </Card>
            </div>
        </Screen>
    );
}

const settingsKey = (which: Which): readonly string[] => ['query', which.integration, which.connection];
const idOf = ({ id }: QueryResult): string => id;

interface QueryFormProps {
    readonly which: Which;
    readonly settings: Omit<Form, 'binds'> & { readonly binds: readonly unknown[] };
}

/** Begins with what is set; what is typed from then on is the customer's. */
function QueryForm({ which, settings: { binds: values, ...settings } }: QueryFormProps) {
    const id = useId();
    const queries = useQueryClient();
    const last = useLastRun(which);
    const [form, setForm] = useState<Form>({ ...settings, binds: values.length === 0 ? '' : JSON.stringify(values) });
    const field = (name: keyof Form) => ({
        value: form[name],
        onChange: ({ target }: { readonly target: { readonly value: string } }): void =>
            setForm((before) => ({ ...before, [name]: target.value }))
    });
    const save = useMutation({
        mutationFn: async () => {
            const { binds, ...rest } = form;
            await bodyOf(connectionApi.query.$put({ param: which, json: { ...rest, binds: listed(binds) } }));
            await queries.invalidateQueries({ queryKey: settingsKey(which) });
        }
    });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <form onSubmit={submit} className="space-y-4 p-4" aria-label="The query">
            <div>
                <label htmlFor={id} className="mb-1 block text-sm font-medium">
                    Query
                </label>
                <textarea
                    id={id}
                    rows={6}
                    required
                    spellCheck={false}
                    {...field('query')}
                    className="field resize-y font-mono text-xs leading-relaxed"
                />
            </div>
            <Field
                label="Values for ?"
                {...field('binds')}
                placeholder='["EU", 1000]'
                hint="A list in JSON, in the order of the question marks."
            />
            <Field
                label="Id column"
                required
                {...field('id_column')}
                hint="Identifies a row; several, separated by commas."
            />
            <Field
                label="Incremental column"
                {...field('incremental_column')}
                placeholder="read everything each time"
                hint="A column that only grows: later runs read from its last value on."
            />
            <Field label="Warehouse" {...field('warehouse')} placeholder="the user's default" />
            <Button type="submit" look="main" disabled={save.isPending}>
                {save.isPending ? 'Saving …' : 'Save and run'}
            </Button>
            <Failure error={save.error} />
            {last?.error != null && (
                <Notice tone="bad" title="The last run was refused">
                    <p>{last.error}</p>
                </Notice>
            )}
            {last?.error === null && (
                <p role="status" className="text-xs text-slate-600">
                    Last run {new Date(last.startedAt).toLocaleTimeString('en-GB')}: {last.added} added, {last.updated}{' '}
                    updated, {last.deleted} deleted.
                </p>
            )}
        </form>
    );
}

function useLastRun(which: Which) {
    const { data } = useQuery({
        queryKey: ['runs', which.integration, which.connection],
        queryFn: async () => (await bodyOf(connectionApi.runs.$get({ param: which }))).runs
    });
    return data?.findLast(({ sync }) => sync === 'query-results');
}

/** Text that is no list in JSON is one value. */
function listed(text: string): (string | number | boolean | null)[] {
    if (text.trim() === '') return [];
    try {
        const values: unknown = JSON.parse(text);
        return [values].flat().map((value) => (isPlain(value) ? value : JSON.stringify(value)));
    } catch {
        return [text];
    }
}

function isPlain(value: unknown): value is string | number | boolean | null {
    return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

const ROWS_LOOKED_AT = 50;
function columnsOf(rows: readonly QueryResult[]): DataColumn<QueryResult>[] {
    const some = rows.slice(0, ROWS_LOOKED_AT);
    const names = [...new Set(some.flatMap((row) => Object.keys(row.row_data)))];
    return names.map((name) => ({
        id: name,
        header: name,
        width: 'minmax(8rem, 1fr)',
        numeric: some.every((row) => typeof row.row_data[name] === 'number'),
        value: (row) => {
            const value = row.row_data[name];
            return typeof value === 'number' || typeof value === 'string'
                ? value
                : value === null
                  ? null
                  : JSON.stringify(value);
        }
    }));
}
