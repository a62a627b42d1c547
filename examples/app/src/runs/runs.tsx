/** What the runs of this connection's syncs asked, took and found, since the server started. */
import * as Plot from '@observablehq/plot';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { bodyOf, connectionApi } from '../shared/api.js';
import { DataTable } from '../shared/data-table.js';
import { Badge, Card, Empty, Failure, Screen, number, plural } from '../shared/ui.js';
import { PlotView } from './plot.js';

import type { PlotOptions } from '@observablehq/plot';
import type { Run } from '../../server/history.js';
import type { Which } from '../shared/api.js';
import type { DataColumn } from '../shared/data-table.js';

const COLUMNS: readonly DataColumn<Run>[] = [
    { id: 'sync', header: 'Sync', value: ({ sync }) => sync, width: 'minmax(8rem, 2fr)' },
    {
        id: 'at',
        header: 'Started',
        value: ({ startedAt }) => startedAt,
        show: ({ startedAt }) => new Date(startedAt).toLocaleTimeString('en-GB'),
        width: '6rem'
    },
    { id: 'ms', header: 'ms', value: ({ ms }) => ms, show: ({ ms }) => number(ms), width: '5rem', numeric: true },
    { id: 'requests', header: 'Requests', value: ({ requests }) => requests, width: '6rem', numeric: true },
    {
        id: 'added',
        header: 'Added',
        value: ({ added }) => added,
        show: ({ added }) => number(added),
        width: '5rem',
        numeric: true
    },
    { id: 'updated', header: 'Updated', value: ({ updated }) => updated, width: '5rem', numeric: true },
    { id: 'deleted', header: 'Deleted', value: ({ deleted }) => deleted, width: '5rem', numeric: true },
    {
        id: 'end',
        header: 'End',
        value: ({ error }) => error ?? 'good',
        show: ({ error }) =>
            error === null ? (
                <Badge tone="good">good</Badge>
            ) : (
                <span title={error}>
                    <Badge tone="bad">{error}</Badge>
                </span>
            ),
        width: 'minmax(7rem, 2fr)'
    }
];
const MARGINS = { marginLeft: 96, marginRight: 24 };
const COLORS = { added: '#0369a1', updated: '#b45309', deleted: '#b91c1c' };

export function Runs({ which }: { readonly which: Which }) {
    const { data, error } = useQuery({
        queryKey: ['runs', which.integration, which.connection],
        queryFn: async () => (await bodyOf(connectionApi.runs.$get({ param: which }))).runs
    });
    const runs = useMemo(() => data ?? [], [data]);
    const newestFirst = useMemo(() => runs.toReversed(), [runs]);
    const plots = useMemo(() => plotsOf(runs), [runs]);
    const counted = runs.flatMap(({ requests }) => requests ?? []);
    return (
        <Screen
            title="Runs"
            lead={`${plural(runs.length, 'run')}${
                counted.length > 0
                    ? ` with ${plural(
                          counted.reduce((sum, each) => sum + each, 0),
                          'request'
                      )} to Snowflake in all, sign-in and sign-out included`
                    : ''
            }.`}
        >
            <Failure error={error} />
            {runs.length === 0 ? (
                <Empty>No sync has run since the server started.</Empty>
            ) : (
                <>
                    <div className="grid gap-5 xl:grid-cols-3">
                        <Card title="Requests of the last run">
                            <div className="p-3">
                                {counted.length > 0 ? (
                                    <PlotView options={plots.requests} label="Requests of the last run, by sync" />
                                ) : (
                                    <Empty>Nango&apos;s webhooks do not count requests; its logs show each.</Empty>
                                )}
                            </div>
                        </Card>
                        <Card title="Time of each run">
                            <div className="p-3">
                                <PlotView options={plots.times} label="Milliseconds of each run, by sync" />
                            </div>
                        </Card>
                        <Card title="Records" aside={<Legend />}>
                            <div className="p-3">
                                <PlotView options={plots.records} label="Records added, updated and deleted, by sync" />
                            </div>
                        </Card>
                    </div>
                    <Card title="Every run" className="flex h-80 min-h-60 flex-col">
                        <DataTable
                            caption="Every run"
                            rows={newestFirst}
                            rowId={({ id }) => String(id)}
                            columns={COLUMNS}
                        />
                    </Card>
                </>
            )}
        </Screen>
    );
}

function plotsOf(runs: readonly Run[]): { requests: PlotOptions; times: PlotOptions; records: PlotOptions } {
    const syncs = [...new Set(runs.map(({ sync }) => sync))].toSorted();
    const last = syncs.flatMap((sync) => runs.findLast((run) => run.sync === sync) ?? []);
    const counts = syncs.flatMap((sync) =>
        (['added', 'updated', 'deleted'] as const).map((what) => ({
            sync,
            what,
            count: runs.filter((run) => run.sync === sync).reduce((sum, run) => sum + run[what], 0)
        }))
    );
    const y = { domain: syncs, label: null };
    const height = 40 + syncs.length * 26;
    return {
        requests: {
            ...MARGINS,
            height,
            y,
            x: { label: 'requests', grid: true },
            marks: [
                Plot.barX(last, { x: 'requests', y: 'sync', fill: COLORS.added, insetTop: 3, insetBottom: 3 }),
                Plot.text(last, {
                    x: 'requests',
                    y: 'sync',
                    text: ({ requests }: Run) => String(requests ?? ''),
                    dx: 10,
                    fill: '#0f172a'
                })
            ]
        },
        times: {
            ...MARGINS,
            height,
            y,
            x: { label: 'ms', grid: true, zero: true },
            marks: [
                Plot.dot(runs, {
                    x: 'ms',
                    y: 'sync',
                    r: 4,
                    fill: ({ error }: Run) => (error === null ? COLORS.added : COLORS.deleted),
                    fillOpacity: 0.6
                })
            ]
        },
        records: {
            ...MARGINS,
            height,
            y,
            x: { label: 'records', grid: true },
            color: { domain: Object.keys(COLORS), range: Object.values(COLORS) },
            marks: [Plot.barX(counts, { x: 'count', y: 'sync', fill: 'what', insetTop: 3, insetBottom: 3 })]
        }
    };
}

function Legend() {
    return (
        <ul className="flex gap-3 text-xs text-slate-700">
            {Object.entries(COLORS).map(([what, color]) => (
                <li key={what} className="flex items-center gap-1">
                    <span aria-hidden="true" className="size-2.5 rounded-xs" style={{ background: color }} />
                    {what}
                </li>
            ))}
        </ul>
    );
}
