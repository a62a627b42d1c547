/** Connects an account: what is typed is checked as it is typed, and what is refused is told in full. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import NangoFrontend, { AuthError } from '@nangohq/frontend';
import { normaliseAccount } from 'nango-snowflake';
import { useId, useState } from 'react';

import { api, bodyOf } from '../shared/api.js';
import { keyOf, useAppState, useConnections, WAY_IDS, WAYS } from '../shared/state.js';
import { Button, Card, Failure, Field, Notice, Screen } from '../shared/ui.js';
import { KeyField } from './key-field.js';

import type { FormEvent } from 'react';
import type { Way } from '../shared/api.js';
import type { KeyReading } from './key.js';

interface Form {
    readonly account: string;
    readonly user: string;
    /** The password or the token. */
    readonly secret: string;
    readonly warehouse: string;
    readonly database: string;
    readonly role: string;
    /** A connection to renew; empty makes a new one. */
    readonly reconnect: string;
}
const EMPTY: Form = { account: '', user: '', secret: '', warehouse: '', database: '', role: '', reconnect: '' };

type AccountReading =
    | { readonly host: string; readonly account: string; readonly wrong: null }
    | { readonly host: null; readonly wrong: string | null };

function readAccount(text: string): AccountReading {
    if (text.trim() === '') return { host: null, wrong: null };
    try {
        return { ...normaliseAccount(text), wrong: null };
    } catch (error) {
        return { host: null, wrong: error instanceof Error ? error.message : String(error) };
    }
}

export function Connect({ onConnected }: { readonly onConnected: (key: string) => void }) {
    const queries = useQueryClient();
    const { data: state } = useAppState();
    const { data: connections = [] } = useConnections();
    const [way, setWay] = useState<Way>('snowflake-jwt');
    const [form, setForm] = useState(EMPTY);
    const [key, setKey] = useState<KeyReading>({ state: 'empty' });
    const account = readAccount(form.account);

    const connect = useMutation({
        mutationFn: async () => {
            if (account.host === null) throw new Error('Give the account first.');
            const { secret, user, reconnect, ...place } = form;
            const session = { ...place, integration: way, ...(reconnect !== '' && { reconnect }) };
            const { token, host } = await bodyOf(api.connections.session.$post({ json: session }));
            // From here on the page talks to Nango itself: no key or password goes to this app's server.
            const nango = new NangoFrontend({ host, connectSessionToken: token });
            switch (way) {
                case 'snowflake':
                    return await nango.auth(way, { detectClosedAuthWindow: true });
                case 'snowflake-token':
                    return await nango.auth(way, { credentials: { apiKey: secret } });
                case 'snowflake-password':
                    return await nango.auth(way, { credentials: { username: user, password: secret } });
                case 'snowflake-jwt': {
                    const privateKey = key.state === 'read' ? key.privateKey : '';
                    const accountIdentifier = account.account.toUpperCase();
                    return await nango.auth(way, {
                        credentials: { type: 'JWT', accountIdentifier, userName: user, privateKey }
                    });
                }
            }
        },
        onSuccess: async ({ connectionId }) => {
            setForm((before) => ({ ...before, secret: '', reconnect: '' }));
            setKey({ state: 'empty' });
            await queries.invalidateQueries({ queryKey: ['connections'] });
            onConnected(keyOf({ integration: way, connectionId }));
        }
    });
    // What was refused is not what stands there now.
    const set = (field: keyof Form) => (value: string) => {
        setForm((before) => ({ ...before, [field]: value }));
        connect.reset();
    };
    const take = (reading: KeyReading): void => {
        setKey(reading);
        connect.reset();
    };
    const fillIn = useMutation({
        mutationFn: async () => {
            const demo = state?.demo;
            if (demo == null) return;
            const { secret } =
                way === 'snowflake-password' || way === 'snowflake-token'
                    ? await bodyOf(api.demo.secret.$post({ json: { integration: way } }))
                    : { secret: '' };
            setForm({ ...EMPTY, account: demo.account, user: demo.user, secret });
            connect.reset();
        }
    });
    const remove = useMutation({
        mutationFn: async (which: { integration: Way; connection: string }) =>
            await bodyOf(api.connections[':integration'][':connection'].$delete({ param: which })),
        onSuccess: async () => await queries.invalidateQueries({ queryKey: ['connections'] })
    });
    const { asksUser, secretLabel } = FORMS[way];
    const isReady =
        account.host !== null &&
        (!asksUser || form.user !== '') &&
        (secretLabel === null || form.secret !== '') &&
        (way !== 'snowflake-jwt' || key.state === 'read');
    const pending = way === 'snowflake' ? 'Waiting for your sign-in …' : 'Asking Snowflake …';
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (isReady) connect.mutate();
    };
    const choose = (chosen: Way): void => {
        setWay(chosen);
        setForm((before) => ({ ...before, secret: '', reconnect: '' }));
        connect.reset();
    };

    return (
        <Screen title="Connect Snowflake" lead="Keys and passwords go from this page to Nango, and nowhere else.">
            <div className="grid items-start gap-5 2xl:grid-cols-[minmax(0,1fr)_22rem]">
                <Card>
                    <form onSubmit={submit} className="space-y-5 p-5" aria-label="A new connection" noValidate>
                        <fieldset>
                            <legend className="mb-2 text-sm font-medium text-slate-800">How do you sign in?</legend>
                            <div className="grid gap-3 sm:grid-cols-2">
                                {WAY_IDS.map((each) => (
                                    <Choice key={each} way={each} chosen={way} choose={choose} />
                                ))}
                            </div>
                        </fieldset>
                        {state?.demo != null && (
                            <Notice tone="note">
                                <div className="flex flex-wrap items-center justify-between gap-3">
                                    <span>This is the local Nango: there is an embedded account to try it with.</span>
                                    <Button onClick={() => fillIn.mutate()}>Fill in the embedded account</Button>
                                </div>
                            </Notice>
                        )}
                        <div className="grid gap-4 sm:grid-cols-2">
                            <div>
                                <Field
                                    label="Account"
                                    value={form.account}
                                    onChange={({ target }) => set('account')(target.value)}
                                    placeholder="myorg-myaccount, or the address you see in Snowsight"
                                    wrong={account.wrong}
                                    {...(account.host !== null && {
                                        hint: (
                                            <>
                                                Signs in at{' '}
                                                <b className="font-semibold text-slate-900">{account.host}</b> as
                                                account{' '}
                                                <b className="font-semibold text-slate-900">
                                                    {account.account.toUpperCase()}
                                                </b>
                                            </>
                                        )
                                    })}
                                />
                            </div>
                            {asksUser && (
                                <Field
                                    label="User"
                                    value={form.user}
                                    onChange={({ target }) =>
                                        set('user')(way === 'snowflake-jwt' ? target.value.toUpperCase() : target.value)
                                    }
                                    placeholder="NANGO_SVC"
                                />
                            )}
                            {secretLabel !== null && (
                                <Field
                                    label={secretLabel}
                                    type="password"
                                    autoComplete="off"
                                    value={form.secret}
                                    onChange={({ target }) => set('secret')(target.value)}
                                />
                            )}
                        </div>
                        {way === 'snowflake-jwt' && (
                            <KeyField user={form.user} reading={key} onRead={take} hasDemo={state?.demo != null} />
                        )}
                        <details className="rounded-lg border border-slate-200 p-3 text-sm">
                            <summary className="cursor-pointer font-medium">Warehouse, database and role</summary>
                            <div className="mt-3 grid gap-4 sm:grid-cols-3">
                                {(['warehouse', 'database', 'role'] as const).map((field) => (
                                    <Field
                                        key={field}
                                        label={`${field[0]?.toUpperCase()}${field.slice(1)}`}
                                        value={form[field]}
                                        onChange={({ target }) => set(field)(target.value)}
                                        placeholder="the user's default"
                                    />
                                ))}
                            </div>
                        </details>
                        <Renewed
                            way={way}
                            connections={connections}
                            value={form.reconnect}
                            onChange={set('reconnect')}
                        />
                        {connect.isError && <Refusal error={connect.error} reading={key} way={way} />}
                        {connect.isSuccess && (
                            <Notice tone="good" title="Connected">
                                <p>
                                    {connect.data.connectionId} is connected; its syncs are running.{' '}
                                    <a className="underline" href="#/checks">
                                        See what works
                                    </a>
                                    , or{' '}
                                    <a className="underline" href="#/catalogue">
                                        look at the catalogue
                                    </a>
                                    .
                                </p>
                            </Notice>
                        )}
                        <Button type="submit" look="main" disabled={!isReady || connect.isPending}>
                            {connect.isPending ? pending : form.reconnect === '' ? 'Connect' : 'Renew the connection'}
                        </Button>
                    </form>
                </Card>
                <Card title="Connections">
                    <ul className="divide-y divide-slate-100">
                        {connections.map((each) => (
                            <li key={keyOf(each)} className="flex items-center justify-between gap-3 px-4 py-3 text-sm">
                                <div className="min-w-0">
                                    <p className="truncate font-medium">{each.connectionId}</p>
                                    <p className="text-xs text-slate-600">{WAYS[each.integration]}</p>
                                </div>
                                <Button
                                    look="danger"
                                    aria-label={`Delete the connection ${each.connectionId}`}
                                    onClick={() => {
                                        if (
                                            window.confirm(
                                                'Delete this connection, its records and its export secrets?'
                                            )
                                        )
                                            remove.mutate({
                                                integration: each.integration,
                                                connection: each.connectionId
                                            });
                                    }}
                                >
                                    Delete
                                </Button>
                            </li>
                        ))}
                    </ul>
                    {connections.length === 0 && <p className="p-4 text-sm text-slate-600">None yet.</p>}
                    <Failure error={remove.error} />
                </Card>
            </div>
        </Screen>
    );
}

const FORMS: Readonly<Record<Way, { asksUser: boolean; secretLabel: string | null; text: string }>> = {
    'snowflake-jwt': {
        asksUser: true,
        secretLabel: null,
        text: 'Advised for a service: it does not end, and AWS can rotate it.'
    },
    'snowflake-token': {
        asksUser: false,
        secretLabel: 'Programmatic access token',
        text: 'Ends within a year; a service user needs a network policy for it.'
    },
    snowflake: {
        asksUser: false,
        secretLabel: null,
        text: 'You sign in at Snowflake and consent to one role, for 90 days at most. No exports.'
    },
    'snowflake-password': {
        asksUser: true,
        secretLabel: 'Password',
        text: 'Snowflake takes a password alone only in trial and reader accounts.'
    }
};

function Choice({ way, chosen, choose }: ChoiceProps) {
    const id = useId();
    return (
        <label
            htmlFor={id}
            className={`flex cursor-pointer gap-3 rounded-lg border p-3 text-sm ${way === chosen ? 'border-sky-700 bg-sky-50' : 'border-slate-300'}`}
        >
            <input
                id={id}
                type="radio"
                name="way"
                checked={way === chosen}
                onChange={() => choose(way)}
                className="mt-1 accent-sky-700"
            />
            <span>
                <span className="block font-medium">{WAYS[way]}</span>
                <span className="block text-xs text-slate-600">{FORMS[way].text}</span>
            </span>
        </label>
    );
}
interface ChoiceProps {
    readonly way: Way;
    readonly chosen: Way;
    readonly choose: (way: Way) => void;
}

function Renewed({ way, connections, value, onChange }: RenewedProps) {
    const id = useId();
    const fitting = connections.filter(({ integration }) => integration === way);
    if (fitting.length === 0) return null;
    return (
        <div className="text-sm">
            <label htmlFor={id} className="mb-1 block font-medium text-slate-800">
                Make a new connection, or renew one
            </label>
            <select id={id} value={value} onChange={({ target }) => onChange(target.value)} className="field">
                <option value="">A new connection</option>
                {fitting.map(({ connectionId }) => (
                    <option key={connectionId} value={connectionId}>
                        Renew {connectionId}: its settings and records stay
                    </option>
                ))}
            </select>
        </div>
    );
}
interface RenewedProps {
    readonly way: Way;
    readonly connections: readonly { readonly integration: Way; readonly connectionId: string }[];
    readonly value: string;
    readonly onChange: (connectionId: string) => void;
}

/**
 * Nango tries a key pair itself, and says no more than that it was refused, in a form that its own client for browsers
 * cannot read: message and type are empty then. So this says what it can be.
 */
function Refusal({ error, reading, way }: { readonly error: Error; readonly reading: KeyReading; readonly way: Way }) {
    if (!(error instanceof AuthError)) return <Failure error={error} />;
    const isUntold = error.message === '';
    return (
        <Notice
            tone="bad"
            title={way === 'snowflake-jwt' ? 'Snowflake refused this key pair' : 'Snowflake refused this sign-in'}
        >
            <p>{isUntold ? 'Nango tried the credentials, and they were not accepted.' : error.message}</p>
            {isUntold && way === 'snowflake-jwt' && (
                <>
                    <p>It is one of these:</p>
                    <ul className="list-disc space-y-1 pl-5">
                        <li>
                            The public key is not set on the user, or belongs to another private key. DESC USER shows
                            RSA_PUBLIC_KEY_FP; this key&apos;s is{' '}
                            <code className="break-all">
                                {reading.state === 'read' ? reading.fingerprint : 'not read'}
                            </code>
                            .
                        </li>
                        <li>The user name is another one, or the user is disabled or locked.</li>
                        <li>The account is another one: compare it with the address of Snowsight.</li>
                        <li>A network policy refuses the addresses of Nango.</li>
                    </ul>
                </>
            )}
            {!isUntold && <p className="text-xs">Code: {error.type}</p>}
        </Notice>
    );
}
