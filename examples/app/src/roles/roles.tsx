/** The hierarchy of roles as a picture; a role that is chosen shows what it may do and who has it. */
import { useQuery } from '@tanstack/react-query';
import { Background, Controls, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMemo, useState } from 'react';

import { bodyOf, connectionApi } from '../shared/api.js';
import { placed } from '../shared/layout.js';
import { useRecords } from '../shared/records.js';
import { Badge, Card, Empty, Failure, Screen, plural } from '../shared/ui.js';

import type { Edge, Node, NodeProps } from '@xyflow/react';
import type { Role } from 'nango-snowflake';
import type { KeyboardEvent } from 'react';
import type { Which } from '../shared/api.js';

const HEIGHT = 50;
/** Wide enough for the name, as wide as most at least. */
const widthOf = (name: string): number => Math.min(260, Math.max(116, 30 + name.length * 9.6));
type RoleNode = Node<{ readonly name: string; readonly users: number; readonly isChosen: boolean }, 'role'>;
const NODE_TYPES = { role: RoleBox };

export function Roles({ which }: { readonly which: Which }) {
    const { stored, error, isLoading } = useRecords(which, 'roles');
    const [chosen, choose] = useState<string | null>(null);
    const { nodes, edges } = useMemo(() => picture(stored.rows, chosen), [stored.rows, chosen]);
    const role = stored.rows.find(({ name }) => name === chosen);
    return (
        <Screen
            title="Roles"
            lead={`${plural(stored.rows.length, 'role')}. A role has all that the roles below it have: lines go from a role to those that it was granted. Choose one, by mouse or keyboard.`}
        >
            <Failure error={error} />
            <div className="grid min-h-[32rem] flex-1 gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <Card className="min-h-[28rem] overflow-hidden">
                    {stored.rows.length === 0 ? (
                        <Empty>{isLoading ? 'Loading …' : 'No roles are synced yet.'}</Empty>
                    ) : (
                        <ReactFlow
                            nodes={nodes}
                            edges={edges}
                            nodeTypes={NODE_TYPES}
                            fitView
                            fitViewOptions={{ padding: 0.05 }}
                            minZoom={0.2}
                            nodesDraggable={false}
                            nodesConnectable={false}
                            edgesFocusable={false}
                            proOptions={{ hideAttribution: false }}
                            onNodeClick={(_, { id }) => choose(id)}
                            onKeyDown={(event) => {
                                const id = focusedNode(event);
                                if (id === null) return;
                                event.preventDefault();
                                choose(id);
                            }}
                            ariaLabelConfig={{
                                'node.a11yDescription.default': 'Press enter or space to see the grants of this role.'
                            }}
                        >
                            <Background color="#e2e8f0" />
                            <Controls showInteractive={false} />
                        </ReactFlow>
                    )}
                </Card>
                {role === undefined ? (
                    <Card className="self-start">
                        <Empty>Choose a role to see its grants and users.</Empty>
                    </Card>
                ) : (
                    <Chosen key={role.name} which={which} role={role} />
                )}
            </div>
        </Screen>
    );
}

/** The node that Enter or space was pressed on. */
function focusedNode({ key, target }: KeyboardEvent): string | null {
    if ((key !== 'Enter' && key !== ' ') || !(target instanceof HTMLElement)) return null;
    return target.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? null;
}

function picture(roles: readonly Role[], chosen: string | null): { nodes: RoleNode[]; edges: Edge[] } {
    const names = new Set(roles.map(({ name }) => name));
    const lines = roles.flatMap(({ name, parent_roles: parents }) =>
        (parents ?? []).filter((parent) => names.has(parent)).map((parent) => ({ from: parent, to: name }))
    );
    const places = placed(
        roles.map(({ name }) => ({ id: name, width: widthOf(name), height: HEIGHT })),
        lines,
        'TB'
    );
    return {
        nodes: roles.map(({ name, users, assigned_to_users: count }) => ({
            id: name,
            type: 'role',
            position: places.get(name) ?? { x: 0, y: 0 },
            data: { name, users: users?.length ?? count ?? 0, isChosen: name === chosen },
            ariaLabel: `Role ${name}`
        })),
        edges: lines.map(({ from, to }) => {
            const isNear = from === chosen || to === chosen;
            return {
                id: JSON.stringify([from, to]),
                source: from,
                target: to,
                markerEnd: { type: MarkerType.ArrowClosed, color: isNear ? '#0369a1' : '#94a3b8' },
                style: { stroke: isNear ? '#0369a1' : '#94a3b8', strokeWidth: isNear ? 2 : 1.25 }
            };
        })
    };
}

function RoleBox({ data }: NodeProps<RoleNode>) {
    return (
        <div
            style={{ width: widthOf(data.name), height: HEIGHT }}
            className={`flex flex-col justify-center rounded-lg border px-3 text-left ${data.isChosen ? 'border-sky-700 bg-sky-100 ring-2 ring-sky-700' : 'border-slate-300 bg-white'}`}
        >
            <Handle type="target" position={Position.Top} className="opacity-0!" isConnectable={false} />
            <p className="truncate text-[13px] font-semibold">{data.name}</p>
            <p className="text-xs text-slate-600">{data.users === 0 ? 'no users' : plural(data.users, 'user')}</p>
            <Handle type="source" position={Position.Bottom} className="opacity-0!" isConnectable={false} />
        </div>
    );
}

function Chosen({ which, role }: { readonly which: Which; readonly role: Role }) {
    const { data, error } = useQuery({
        queryKey: ['grants', which.integration, which.connection, role.name],
        queryFn: async () => await bodyOf(connectionApi.grants.$get({ param: which, query: { role: role.name } }))
    });
    const users = useRecords(which, 'users').stored.byId;
    return (
        <Card title={role.name} className="flex min-h-0 flex-col self-start lg:max-h-full">
            <div
                className="space-y-4 overflow-auto p-4 text-sm"
                tabIndex={0}
                role="region"
                aria-label={`About ${role.name}`}
            >
                {role.comment !== null && role.comment !== '' && <p className="text-slate-700">{role.comment}</p>}
                <Names
                    title="Users"
                    names={role.users}
                    none="Nobody has it directly."
                    show={(name) => {
                        const user = [...users.values()].find((each) => each.name === name);
                        return user?.display_name == null || user.display_name === name
                            ? name
                            : `${name} · ${user.display_name}`;
                    }}
                />
                <Names title="Granted to" names={role.parent_roles} none="No role has it." />
                <div>
                    <h3 className="mb-1 font-medium">Grants</h3>
                    <Failure error={error} />
                    {data === undefined && error === null && <p className="text-slate-600">Asking Snowflake …</p>}
                    {data?.grants.length === 0 && <p className="text-slate-600">None.</p>}
                    <ul className="space-y-1.5">
                        {data?.grants.map((grant) => (
                            <li key={JSON.stringify(grant)} className="flex items-baseline gap-2">
                                <Badge tone="calm">{grant.privilege ?? 'ROLE'}</Badge>
                                <span className="min-w-0 break-words">
                                    <span className="text-slate-600">
                                        {grant.granted_on?.toLowerCase().replaceAll('_', ' ')}
                                    </span>{' '}
                                    {grant.name ?? grant.role ?? `all in ${grant.inherited_from ?? 'the account'}`}
                                </span>
                            </li>
                        ))}
                    </ul>
                    {data?.complete === false && (
                        <p className="mt-2 text-slate-600">Snowflake shows the first 10,000 only.</p>
                    )}
                </div>
            </div>
        </Card>
    );
}

interface NamesProps {
    readonly title: string;
    readonly names: readonly string[] | null;
    readonly none: string;
    readonly show?: (name: string) => string;
}
function Names({ title, names, none, show = (name) => name }: NamesProps) {
    return (
        <div>
            <h3 className="mb-1 font-medium">{title}</h3>
            {names === null && <p className="text-slate-600">The connection&apos;s role may not see them.</p>}
            {names?.length === 0 && <p className="text-slate-600">{none}</p>}
            <ul className="flex flex-wrap gap-1.5">
                {names?.map((name) => (
                    <li key={name} className="rounded-md bg-slate-100 px-2 py-0.5">
                        {show(name)}
                    </li>
                ))}
            </ul>
        </div>
    );
}
