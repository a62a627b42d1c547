/** The few things that all screens are made of. */
import { useId, useState } from 'react';

import { Refused } from './api.js';

import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode } from 'react';

export function Screen({ title, lead, actions, children }: ScreenProps) {
    return (
        <section aria-labelledby="screen-title" className="flex min-h-0 flex-1 flex-col gap-5">
            <div className="flex flex-wrap items-end justify-between gap-4 lg:flex-nowrap">
                <div>
                    <h1 id="screen-title" tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
                        {title}
                    </h1>
                    <p className="mt-1 max-w-3xl text-sm text-slate-600">{lead}</p>
                </div>
                {actions !== undefined && <div className="flex shrink-0 flex-wrap items-center gap-3">{actions}</div>}
            </div>
            {children}
        </section>
    );
}
interface ScreenProps {
    readonly title: string;
    readonly lead: ReactNode;
    readonly actions?: ReactNode;
    readonly children: ReactNode;
}

export function Card({ title, children, className = '', aside }: CardProps) {
    const id = useId();
    return (
        <section
            aria-labelledby={title === undefined ? undefined : id}
            className={`rounded-xl border border-slate-200 bg-white shadow-xs ${className}`}
        >
            {title !== undefined && (
                <header className="flex items-center justify-between gap-3 border-b border-slate-100 px-4 py-3">
                    <h2 id={id} className="text-sm font-semibold">
                        {title}
                    </h2>
                    {aside}
                </header>
            )}
            {children}
        </section>
    );
}
interface CardProps {
    readonly title?: string;
    readonly children: ReactNode;
    readonly className?: string;
    readonly aside?: ReactNode;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: keyof typeof LOOKS };
const LOOKS = {
    main: 'bg-sky-700 text-white hover:bg-sky-800 disabled:bg-slate-300 disabled:text-slate-600',
    plain: 'border border-slate-300 bg-white text-slate-800 hover:bg-slate-100 disabled:text-slate-500',
    danger: 'border border-red-300 bg-white text-red-800 hover:bg-red-50 disabled:text-slate-500'
};
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
    return (
        <button
            {...rest}
            // oxlint-disable-next-line react/button-has-type -- one of three by its type
            type={type}
            className={`cursor-pointer rounded-md px-3 py-1.5 text-sm font-medium disabled:cursor-default ${LOOKS[look]} ${className}`}
        />
    );
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
    readonly label: string;
    readonly hint?: ReactNode;
    readonly wrong?: string | null;
};
export function Field({ label, hint, wrong = null, ...input }: FieldProps) {
    const id = useId();
    const described = [hint === undefined ? [] : `${id}-hint`, wrong === null ? [] : `${id}-wrong`].flat().join(' ');
    return (
        <div>
            <label htmlFor={id} className="mb-1 block text-sm font-medium text-slate-800">
                {label}
            </label>
            <input
                id={id}
                spellCheck={false}
                autoComplete="off"
                aria-invalid={wrong !== null}
                aria-describedby={described === '' ? undefined : described}
                {...input}
                className={`field ${wrong === null ? '' : 'border-red-600'}`}
            />
            {hint !== undefined && (
                <p id={`${id}-hint`} className="mt-1 text-xs text-slate-600">
                    {hint}
                </p>
            )}
            {wrong !== null && (
                <p id={`${id}-wrong`} className="mt-1 text-xs text-red-800">
                    {wrong}
                </p>
            )}
        </div>
    );
}

const TONES = {
    good: 'border-emerald-300 bg-emerald-50 text-emerald-900',
    bad: 'border-red-300 bg-red-50 text-red-900',
    note: 'border-sky-300 bg-sky-50 text-sky-950'
};
export function Notice({ tone, title, children }: NoticeProps) {
    return (
        <div
            role={tone === 'bad' ? 'alert' : 'status'}
            className={`rounded-lg border px-4 py-3 text-sm ${TONES[tone]}`}
        >
            {title !== undefined && <p className="font-semibold">{title}</p>}
            <div className="space-y-2">{children}</div>
        </div>
    );
}
interface NoticeProps {
    readonly tone: keyof typeof TONES;
    readonly title?: string;
    readonly children: ReactNode;
}

/** A refusal as it was said, with its code. */
export function Failure({ error }: { readonly error: Error | null }) {
    if (error === null) return null;
    return (
        <Notice tone="bad" title={error instanceof Refused ? error.code : 'Something failed'}>
            <p>{error.message}</p>
        </Notice>
    );
}

const BADGES = {
    good: 'bg-emerald-100 text-emerald-900',
    bad: 'bg-red-100 text-red-900',
    wait: 'bg-amber-100 text-amber-900',
    calm: 'bg-slate-100 text-slate-800'
};
export function Badge({ tone, children }: { readonly tone: keyof typeof BADGES; readonly children: ReactNode }) {
    return (
        <span className={`inline-block rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${BADGES[tone]}`}>
            {children}
        </span>
    );
}

export function Copied({ text, label }: { readonly text: string; readonly label: string }) {
    const [done, setDone] = useState(false);
    const copy = async (): Promise<void> => {
        await navigator.clipboard.writeText(text);
        setDone(true);
        setTimeout(() => setDone(false), 2_000);
    };
    return (
        <Button onClick={() => void copy()} aria-label={label}>
            {done ? 'Copied' : 'Copy'}
        </Button>
    );
}

export function Empty({ children }: { readonly children: ReactNode }) {
    return <p className="px-4 py-8 text-center text-sm text-slate-600">{children}</p>;
}

const NUMBERS = new Intl.NumberFormat('en-US');
export function number(value: number): string {
    return NUMBERS.format(value);
}

export function plural(count: number, one: string, many = `${one}s`): string {
    return `${number(count)} ${count === 1 ? one : many}`;
}
