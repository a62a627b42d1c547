/** test-connection: one check after another, each with what to do about it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { bodyOf, connectionApi } from '../shared/api.js';
import { Badge, Button, Card, Empty, Failure, Screen } from '../shared/ui.js';

import type { Which } from '../shared/api.js';

const NAMES: Readonly<Record<string, string>> = {
    sign_in: 'Sign-in',
    access_token: 'Access token',
    key_pair: 'Key pair',
    role: 'Role',
    warehouse: 'Warehouse',
    database: 'Database',
    schema: 'Schema',
    query: 'A query',
    databases: 'Databases in sight',
    schemas: 'Schemas in sight',
    tables: 'Tables and views in sight',
    warehouses: 'Warehouses in sight',
    roles: 'Roles in sight',
    users: 'Users in sight'
};

export function Checks({ which }: { readonly which: Which }) {
    const [runsQuery, setRunsQuery] = useState(false);
    const { data, error, isFetching, refetch } = useQuery({
        queryKey: ['checks', which.integration, which.connection, runsQuery],
        queryFn: async () => await bodyOf(connectionApi.checks.$post({ param: which, json: { run_query: runsQuery } }))
    });
    return (
        <Screen
            title="Checks"
            lead="Who the connection is, and what it can see. No warehouse is woken unless you ask for a query."
            actions={
                <>
                    <label className="flex items-center gap-2 text-sm">
                        <input
                            type="checkbox"
                            checked={runsQuery}
                            onChange={({ target }) => setRunsQuery(target.checked)}
                            className="accent-sky-700"
                        />
                        Also run a query
                    </label>
                    <Button look="main" disabled={isFetching} onClick={() => void refetch()}>
                        {isFetching ? 'Checking …' : 'Check again'}
                    </Button>
                </>
            }
        >
            <Failure error={error} />
            {data === undefined && error === null && <Empty>Asking Snowflake …</Empty>}
            {data !== undefined && (
                <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
                    <Card
                        title={data.ok ? 'Everything that is needed works' : 'Something is missing'}
                        aside={<Badge tone={data.ok ? 'good' : 'bad'}>{data.ok ? 'Good' : 'Not good'}</Badge>}
                    >
                        <ul className="divide-y divide-slate-100">
                            {data.checks.map((check) => (
                                <li key={check.name} className="flex gap-3 px-4 py-3 text-sm">
                                    <Mark ok={check.ok} />
                                    <div>
                                        <p className="font-medium">{NAMES[check.name] ?? check.name}</p>
                                        <p className="text-slate-600">{check.message}</p>
                                        {check.remedy !== null && (
                                            <p className="mt-1 font-medium text-slate-900">→ {check.remedy}</p>
                                        )}
                                    </div>
                                </li>
                            ))}
                        </ul>
                    </Card>
                    <Card title="The connection">
                        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 p-4 text-sm">
                            {(
                                [
                                    'user',
                                    'role',
                                    'warehouse',
                                    'database',
                                    'schema',
                                    'organization',
                                    'account',
                                    'locator',
                                    'region',
                                    'version'
                                ] as const
                            ).map((fact) => (
                                <div key={fact} className="contents">
                                    <dt className="text-slate-600 capitalize">{fact}</dt>
                                    <dd className="truncate font-medium">{data[fact] ?? 'none'}</dd>
                                </div>
                            ))}
                        </dl>
                    </Card>
                </div>
            )}
        </Screen>
    );
}

function Mark({ ok }: { readonly ok: boolean }) {
    return (
        <svg
            viewBox="0 0 20 20"
            role="img"
            aria-label={ok ? 'good' : 'not good'}
            className={`mt-0.5 size-5 shrink-0 ${ok ? 'text-emerald-700' : 'text-red-700'}`}
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeLinecap="round"
        >
            <path d={ok ? 'M4 10.5l4 4 8-9' : 'M5 5l10 10M15 5L5 15'} />
        </svg>
    );
}
