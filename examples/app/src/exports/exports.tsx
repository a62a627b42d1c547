/** Export destinations: where each stands in its life, as the webhooks of its sync tell. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMemo, useState } from 'react';

import { bodyOf, connectionApi } from '../shared/api.js';
import { Badge, Button, Card, Empty, Failure, Field, Notice, Screen } from '../shared/ui.js';

import type { Edge, Node, NodeProps } from '@xyflow/react';
import type { ExportSecret } from 'nango-snowflake';
import type { FormEvent } from 'react';
import type { Way, Which } from '../shared/api.js';

type Status = ExportSecret['status'];
/** Still being provisioned: its sync tells when it is done. */
const UNDER_WAY = new Set<Status>(['Pending', 'Testing']);
const TONES = { Connected: 'good', Pending: 'wait', Error: 'bad', Disconnected: 'calm' } as const;

const TITLE = 'Exports';
const LEAD =
    "A destination stores the connection's credentials in AWS Secrets Manager, where export jobs read them. They are tried first; this page never sees them.";

export function Exports({ which: { integration, connection } }: { readonly which: Which }) {
    if (integration !== 'snowflake') return <Destinations which={{ integration, connection }} />;
    return (
        <Screen title={TITLE} lead={LEAD}>
            <Notice tone="note" title="Not with a sign-in at Snowflake">
                <p>
                    What reads a secret cannot renew an access token every ten minutes. Connect by key pair, access
                    token or password for exports.
                </p>
            </Notice>
        </Screen>
    );
}

interface DestinationsProps {
    readonly which: { readonly integration: Exclude<Way, 'snowflake'>; readonly connection: string };
}

function Destinations({ which }: DestinationsProps) {
    const queries = useQueryClient();
    const queryKey = ['exports', which.integration, which.connection];
    const { data, error } = useQuery({
        queryKey,
        queryFn: async () => (await bodyOf(connectionApi.exports.$get({ param: which }))).exports
    });
    const all = data?.toReversed() ?? [];
    const [chosen, choose] = useState<string | null>(null);
    const shown = all.find(({ id }) => id === chosen) ?? all[0];
    const [name, setName] = useState('Finance reports');
    const refresh = async (): Promise<void> => await queries.invalidateQueries({ queryKey });
    const create = useMutation({
        mutationFn: async () => await bodyOf(connectionApi.exports.$post({ param: which, json: { name } })),
        onSuccess: async ({ id }) => {
            choose(id);
            await refresh();
        }
    });
    const move = useMutation({
        mutationFn: async (what: { readonly id: string; readonly step: 'disconnect' | 'restore' }) =>
            await bodyOf(connectionApi.exports[':id'][':step'].$post({ param: { ...which, ...what } })),
        onSettled: refresh
    });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        create.mutate();
    };
    return (
        <Screen title={TITLE} lead={LEAD}>
            <Failure error={error} />
            <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
                <Card
                    title={shown === undefined ? 'The life of a destination' : `“${shown.name}” is ${shown.status}`}
                    aside={
                        shown !== undefined && (
                            <Badge tone={TONES[shown.integration_status]}>{shown.integration_status}</Badge>
                        )
                    }
                >
                    <div className="h-72">
                        <StateDiagram status={shown?.status ?? null} />
                    </div>
                    {shown !== undefined && (
                        <div className="space-y-4 border-t border-slate-100 p-4 text-sm">
                            {shown.error !== null && (
                                <Notice tone="bad" title={shown.error.code}>
                                    <p>{shown.error.message}</p>
                                </Notice>
                            )}
                            <Facts secret={shown} />
                            <div className="flex gap-2">
                                <Button
                                    look="danger"
                                    disabled={shown.status !== 'Validated' || move.isPending}
                                    onClick={() => move.mutate({ id: shown.id, step: 'disconnect' })}
                                >
                                    Disconnect
                                </Button>
                                <Button
                                    disabled={shown.status !== 'Archived' || move.isPending}
                                    onClick={() => move.mutate({ id: shown.id, step: 'restore' })}
                                >
                                    Restore
                                </Button>
                            </div>
                            <Failure error={move.error} />
                        </div>
                    )}
                </Card>
                <div className="space-y-5">
                    <Card title="A new destination">
                        <form onSubmit={submit} className="space-y-3 p-4" aria-label="A new destination">
                            <Field
                                label="Name"
                                value={name}
                                required
                                onChange={({ target }) => setName(target.value)}
                            />
                            <Button type="submit" look="main" disabled={create.isPending || name.trim() === ''}>
                                {create.isPending ? 'Creating …' : 'Create'}
                            </Button>
                            <Failure error={create.error} />
                        </form>
                    </Card>
                    <Card title="Destinations">
                        {all.length === 0 && <Empty>None yet.</Empty>}
                        <ul className="divide-y divide-slate-100">
                            {all.map((each) => (
                                <li key={each.id}>
                                    <button
                                        type="button"
                                        aria-pressed={each.id === shown?.id}
                                        onClick={() => choose(each.id)}
                                        className="flex w-full cursor-pointer items-center justify-between gap-3 px-4 py-3 text-left text-sm hover:bg-slate-50 aria-pressed:bg-sky-50"
                                    >
                                        <span className="min-w-0">
                                            <span className="block truncate font-medium">{each.name}</span>
                                            <span className="block text-xs text-slate-600">
                                                {new Date(each.created_at).toLocaleString('en-GB')}
                                            </span>
                                        </span>
                                        <Badge
                                            tone={UNDER_WAY.has(each.status) ? 'wait' : TONES[each.integration_status]}
                                        >
                                            {each.status}
                                        </Badge>
                                    </button>
                                </li>
                            ))}
                        </ul>
                    </Card>
                </div>
            </div>
        </Screen>
    );
}

function Facts({ secret }: { readonly secret: ExportSecret }) {
    const facts = [
        ['Secret', secret.secret_name],
        ['ARN', secret.secret_arn],
        ['Format', secret.format],
        [
            'Deleted on',
            secret.deletion_date === null ? null : new Date(secret.deletion_date).toLocaleDateString('en-GB')
        ],
        ...Object.entries(secret.destination_metadata)
    ];
    return (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
            {facts
                .filter(([, value]) => value !== null && value !== '')
                .map(([name, value]) => (
                    <div key={name} className="contents">
                        <dt className="text-slate-600 first-letter:uppercase">{name}</dt>
                        <dd className="font-mono text-xs leading-5 break-all">{value}</dd>
                    </div>
                ))}
        </dl>
    );
}

type StateNode = Node<{ readonly status: Status; readonly says: string; readonly isNow: boolean }, 'state'>;
const NODE_TYPES = { state: StateBox };
/** Drawn as in docs/export-secrets.md: the way to success in one line. */
const STATES: readonly { readonly status: Status; readonly says: string; readonly x: number; readonly y: number }[] = [
    { status: 'Pending', says: 'waits for its turn', x: 0, y: 0 },
    { status: 'Testing', says: 'the credentials are tried', x: 240, y: 0 },
    { status: 'Validated', says: 'stored, and in use', x: 480, y: 0 },
    { status: 'Failed', says: 'refused; create another', x: 240, y: 150 },
    { status: 'Archived', says: 'disconnected; restorable', x: 480, y: 150 }
];
const STEPS: readonly (readonly [from: Status, to: Status, label: string, out: string, into: string])[] = [
    ['Pending', 'Testing', 'test', 'right', 'left'],
    ['Testing', 'Pending', 'postpone', 'top', 'top'],
    ['Testing', 'Validated', 'pass', 'right', 'left'],
    ['Testing', 'Failed', 'fail', 'bottom', 'top'],
    ['Validated', 'Archived', 'disconnect', 'bottom', 'top'],
    ['Archived', 'Validated', 'restore', 'right', 'right']
];

function StateDiagram({ status }: { readonly status: Status | null }) {
    const { nodes, edges } = useMemo(() => diagram(status), [status]);
    return (
        <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            fitView
            fitViewOptions={{ padding: 0.16 }}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            panOnDrag={false}
            zoomOnScroll={false}
            preventScrolling={false}
            aria-label={status === null ? 'The states of a destination' : `The states of a destination; now ${status}`}
        />
    );
}

function diagram(now: Status | null): { nodes: StateNode[]; edges: Edge[] } {
    return {
        nodes: STATES.map(({ status, says, x, y }) => ({
            id: status,
            type: 'state',
            position: { x, y },
            data: { status, says, isNow: status === now }
        })),
        edges: STEPS.map(([source, target, label, out, into]) => {
            const color = source === now ? '#0369a1' : '#64748b';
            return {
                id: `${source}-${label}`,
                source,
                target,
                sourceHandle: `${out}-out`,
                targetHandle: `${into}-in`,
                label,
                type: 'smoothstep',
                labelStyle: { fontSize: 12, fill: '#334155' },
                markerEnd: { type: MarkerType.ArrowClosed, color },
                style: { stroke: color, strokeWidth: source === now ? 2 : 1.25 }
            };
        })
    };
}

const SIDES = [Position.Left, Position.Right, Position.Top, Position.Bottom];
function StateBox({ data }: NodeProps<StateNode>) {
    return (
        <div
            className={`w-40 rounded-lg border px-3 py-2 ${data.isNow ? 'border-sky-700 bg-sky-100 ring-2 ring-sky-700' : 'border-slate-300 bg-white'}`}
        >
            {SIDES.map((side) => (
                <span key={side}>
                    <Handle
                        id={`${side}-in`}
                        type="target"
                        position={side}
                        className="opacity-0!"
                        isConnectable={false}
                    />
                    <Handle
                        id={`${side}-out`}
                        type="source"
                        position={side}
                        className="opacity-0!"
                        isConnectable={false}
                    />
                </span>
            ))}
            <p className="text-sm font-semibold">{data.status}</p>
            <p className="text-xs text-slate-600">{data.says}</p>
        </div>
    );
}
