/** The frame of all screens: which connection is looked at, and which screen. */
import { Suspense, lazy, useEffect, useState } from 'react';

import { Connect } from './connect/connect.js';
import { useLive } from './shared/live.js';
import { keyOf, useAppState, useConnections, WAYS } from './shared/state.js';
import { Badge, Empty } from './shared/ui.js';

import type { ComponentType } from 'react';
import type { Which } from './shared/api.js';

/** What every screen but the first one needs; each is loaded when it is looked at. */
type ConnectedScreen = ComponentType<{ readonly which: Which }>;
const SCREENS: readonly { readonly id: string; readonly name: string; readonly screen: ConnectedScreen | null }[] = [
    { id: 'connect', name: 'Connect', screen: null },
    {
        id: 'checks',
        name: 'Checks',
        screen: lazy(async () => ({ default: (await import('./checks/checks.js')).Checks }))
    },
    {
        id: 'catalogue',
        name: 'Catalogue',
        screen: lazy(async () => ({ default: (await import('./catalogue/catalogue.js')).Catalogue }))
    },
    { id: 'roles', name: 'Roles', screen: lazy(async () => ({ default: (await import('./roles/roles.js')).Roles })) },
    { id: 'query', name: 'Query', screen: lazy(async () => ({ default: (await import('./query/query.js')).Query })) },
    {
        id: 'exports',
        name: 'Exports',
        screen: lazy(async () => ({ default: (await import('./exports/exports.js')).Exports }))
    },
    { id: 'runs', name: 'Runs', screen: lazy(async () => ({ default: (await import('./runs/runs.js')).Runs })) }
];

export function App() {
    const screen = useScreen();
    const hears = useLive();
    const { data: state } = useAppState();
    const { data: connections = [] } = useConnections();
    const [chosen, choose] = useState<string | null>(null);
    const current = connections.find((each) => keyOf(each) === chosen) ?? connections[0];
    const shown = SCREENS.find(({ id }) => id === screen) ?? SCREENS[0];
    const Shown = shown?.screen ?? null;

    useEffect(() => {
        document.title = `${shown?.name ?? ''} · Snowflake for Nango`;
        document.getElementById('screen-title')?.focus({ preventScroll: true });
    }, [shown]);

    return (
        <div className="flex h-screen flex-col md:flex-row">
            <a
                href="#screen-title"
                className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-white focus:p-3"
            >
                Skip to the content
            </a>
            <header className="flex shrink-0 flex-col gap-6 border-b border-slate-200 bg-white p-4 md:w-60 md:border-r md:border-b-0">
                <p className="flex items-center gap-2 px-1 text-[15px] font-semibold whitespace-nowrap">
                    <Flake /> Snowflake for Nango
                </p>
                <nav aria-label="Screens" className="flex flex-wrap gap-1 md:flex-col">
                    {SCREENS.map(({ id, name }) => (
                        <a
                            key={id}
                            href={`#/${id}`}
                            aria-current={id === shown?.id ? 'page' : undefined}
                            className="rounded-md px-3 py-2 text-sm text-slate-700 hover:bg-slate-100 aria-[current=page]:bg-sky-100 aria-[current=page]:font-semibold aria-[current=page]:text-sky-950"
                        >
                            {name}
                        </a>
                    ))}
                </nav>
                <div className="mt-auto hidden space-y-2 text-xs text-slate-600 md:block">
                    <p>{state?.kind === 'local' ? 'Local Nango, embedded Snowflake' : state?.host}</p>
                    <p role="status">
                        <Badge tone={hears ? 'good' : 'wait'}>{hears ? 'Live' : 'Not live'}</Badge>
                    </p>
                </div>
            </header>
            <main className="flex min-h-0 min-w-0 flex-1 flex-col gap-5 overflow-auto p-5 md:p-8">
                {Shown !== null && connections.length > 0 && (
                    <label className="flex items-center gap-2 text-sm text-slate-700">
                        Connection
                        <select
                            value={current === undefined ? '' : keyOf(current)}
                            onChange={({ target }) => choose(target.value)}
                            className="rounded-md border border-slate-400 bg-white px-2 py-1 text-sm text-slate-900"
                        >
                            {connections.map((each) => (
                                <option key={keyOf(each)} value={keyOf(each)}>
                                    {each.connectionId} · {WAYS[each.integration]}
                                    {each.failing ? ' · failing' : ''}
                                </option>
                            ))}
                        </select>
                    </label>
                )}
                <Suspense fallback={<Empty>Loading …</Empty>}>
                    {Shown === null && <Connect onConnected={choose} />}
                    {Shown !== null && current === undefined && (
                        <Empty>
                            Nothing is connected yet:{' '}
                            <a href="#/connect" className="underline">
                                connect an account
                            </a>
                            .
                        </Empty>
                    )}
                    {Shown !== null && current !== undefined && (
                        <Shown
                            key={keyOf(current)}
                            which={{ integration: current.integration, connection: current.connectionId }}
                        />
                    )}
                </Suspense>
            </main>
        </div>
    );
}

function screenInAddress(): string {
    return window.location.hash.replace(/^#\/?/, '');
}

/** The screen stands in the address, so that it can be linked to and gone back to. */
function useScreen(): string {
    const [screen, setScreen] = useState(screenInAddress);
    useEffect(() => {
        const changed = (): void => {
            if (window.location.hash.startsWith('#/')) setScreen(screenInAddress());
        };
        window.addEventListener('hashchange', changed);
        return () => window.removeEventListener('hashchange', changed);
    }, []);
    return screen === '' ? 'connect' : screen;
}

function Flake() {
    return (
        <svg
            viewBox="0 0 24 24"
            className="size-6 text-sky-700"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            aria-hidden="true"
        >
            {[0, 60, 120].map((degrees) => (
                <g key={degrees} transform={`rotate(${degrees} 12 12)`} strokeLinecap="round">
                    <path d="M12 2v20M9 4.5l3 2.5 3-2.5M9 19.5l3-2.5 3 2.5" />
                </g>
            ))}
        </svg>
    );
}
