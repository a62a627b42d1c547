/** The private key: read in the page, with what Snowflake has to be told of it. */
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { api, bodyOf } from '../shared/api.js';
import { Badge, Button, Copied, Failure, Field, Notice } from '../shared/ui.js';
import { newKey, readBytes, readKey } from './key.js';

import type { KeyReading, ReadKey } from './key.js';

export interface KeyFieldProps {
    readonly user: string;
    readonly reading: KeyReading;
    readonly onRead: (reading: KeyReading) => void;
    /** Whether there is an embedded account in which the command can be run from here. */
    readonly hasDemo: boolean;
}

/** DER begins with a sequence; text does not. */
const DER_START = 0x30;
const DER_LONG_LENGTH = 0x80;

export function KeyField({ user, reading, onRead, hasDemo }: KeyFieldProps) {
    const id = useId();
    const [text, setText] = useState('');
    const [passphrase, setPassphrase] = useState('');

    const read = async (given: string, phrase: string): Promise<void> => {
        setText(given);
        setPassphrase(phrase);
        onRead(await readKey(given, phrase));
    };
    const readFile = async (file: File | undefined): Promise<void> => {
        if (file === undefined) return;
        const bytes = new Uint8Array(await file.arrayBuffer());
        if (bytes[0] === DER_START && (bytes[1] ?? 0) > DER_LONG_LENGTH) onRead(await readBytes(bytes));
        else await read(new TextDecoder().decode(bytes), passphrase);
    };

    return (
        <div className="space-y-3">
            <div>
                <div className="mb-1 flex flex-wrap items-end justify-between gap-2">
                    <label htmlFor={id} className="text-sm font-medium text-slate-800">
                        Private key
                    </label>
                    <div className="flex gap-2">
                        <label className="cursor-pointer rounded-md border border-slate-300 bg-white px-3 py-1.5 text-sm font-medium focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-sky-600 hover:bg-slate-100">
                            Choose a file
                            <input
                                type="file"
                                className="sr-only"
                                onChange={({ target }) => {
                                    void readFile(target.files?.[0]);
                                    target.value = '';
                                }}
                            />
                        </label>
                        <Button onClick={() => void newKey().then(async (made) => await read(made, ''))}>
                            Make a key pair here
                        </Button>
                    </div>
                </div>
                <textarea
                    id={id}
                    rows={4}
                    value={text}
                    onChange={({ target }) => void read(target.value, passphrase)}
                    spellCheck={false}
                    autoComplete="off"
                    placeholder={
                        '-----BEGIN PRIVATE KEY-----\nPaste it, or choose the file: PKCS#8 or PKCS#1, encrypted or not'
                    }
                    aria-describedby={`${id}-said`}
                    className={`field resize-y font-mono text-xs leading-relaxed ${reading.state === 'read' ? 'hidden-text' : ''}`}
                />
            </div>
            <div id={`${id}-said`} aria-live="polite" className="space-y-3">
                {reading.state === 'locked' && (
                    <Field
                        label="Its passphrase"
                        type="password"
                        value={passphrase}
                        onChange={({ target }) => void read(text, target.value)}
                        hint="The key is encrypted. It is decrypted in this page."
                        wrong={reading.wrong ? 'This does not open the key.' : null}
                    />
                )}
                {reading.state === 'refused' && (
                    <Notice tone="bad" title={reading.what}>
                        <p>{reading.remedy}</p>
                    </Notice>
                )}
                {reading.state === 'read' && (
                    <PublicHalf user={user} reading={reading} hasDemo={hasDemo} onRan={() => onRead(reading)} />
                )}
            </div>
        </div>
    );
}

interface PublicHalfProps {
    readonly user: string;
    readonly reading: ReadKey;
    readonly hasDemo: boolean;
    readonly onRan: () => void;
}

function PublicHalf({ user, reading, hasDemo, onRan }: PublicHalfProps) {
    const command = `ALTER USER ${quoted(user)} SET RSA_PUBLIC_KEY = '${reading.publicKey}';`;
    const run = useMutation({
        mutationFn: async () => await bodyOf(api.demo['public-key'].$post({ json: { publicKey: reading.publicKey } })),
        onSuccess: onRan
    });
    return (
        <div className="space-y-3 rounded-lg border border-slate-200 bg-slate-50 p-4 text-sm">
            <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
                <dt className="text-slate-600">Read as</dt>
                <dd>
                    <Badge tone="good">{reading.form}</Badge> <Badge tone="calm">{reading.bits} bits</Badge>
                </dd>
                <dt className="text-slate-600">Fingerprint</dt>
                <dd className="font-mono text-xs leading-5 break-all">{reading.fingerprint}</dd>
            </dl>
            <div>
                <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
                    <p className="text-slate-600">Snowflake has to know the public half. An administrator runs:</p>
                    <div className="flex shrink-0 gap-2">
                        {hasDemo && (
                            <Button disabled={run.isPending} onClick={() => run.mutate()}>
                                {run.isSuccess ? 'It ran' : 'Run it in the embedded account'}
                            </Button>
                        )}
                        <Copied text={command} label="Copy the command" />
                    </div>
                </div>
                <pre
                    tabIndex={0}
                    className="max-h-28 overflow-auto rounded-md bg-slate-900 p-3 text-xs leading-relaxed break-all whitespace-pre-wrap text-slate-100"
                >
                    {command}
                </pre>
                <Failure error={run.error} />
            </div>
        </div>
    );
}

/** As SQL reads it: in double quotes where it is not a plain name. */
function quoted(name: string): string {
    if (name === '') return '<user>';
    return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
