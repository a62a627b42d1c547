/**
 * Everything that executions leave behind, in one searchable list: stored inputs and outputs, logs, records,
 * checkpoints, metadata, errors and Nango's own log of requests. Leak tests search it.
 * Bodies and authorization headers of requests to a provider are not in it: Nango does not store them either.
 */
export type EntryKind =
    | 'input'
    | 'output'
    | 'error'
    | 'log'
    | 'http'
    | 'records'
    | 'checkpoint'
    | 'metadata'
    | 'answer'
    | 'webhook';

export interface Entry {
    readonly kind: EntryKind;
    /** The execution it came from; null for what the API answered. */
    readonly execution: number | null;
    readonly function: string;
    /** JSON: a copy, so that what is changed afterwards does not change what was emitted. */
    readonly text: string;
}

export class Journal {
    readonly entries: Entry[] = [];

    add(kind: EntryKind, execution: number | null, functionName: string, value: unknown): void {
        this.entries.push({ kind, execution, function: functionName, text: asText(value) });
    }

    /** What was emitted of one kind, in order. */
    values(kind: EntryKind): unknown[] {
        return this.entries.filter((entry) => entry.kind === kind).map((entry): unknown => JSON.parse(entry.text));
    }

    /** Entries in which the text occurs, plain, JSON-escaped or in base64. */
    search(text: string): Entry[] {
        const inner = JSON.stringify(text).slice(1, -1);
        const forms = [text, inner, JSON.stringify(inner).slice(1, -1), encodeURIComponent(text), ...base64Forms(text)];
        return this.entries.filter((entry) => forms.some((form) => entry.text.includes(form)));
    }
}

/** The text as it shows inside longer text in base64, at each of the three positions it can start at. */
function base64Forms(text: string): string[] {
    return [0, 1, 2].map((offset) => {
        const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
            .toString('base64')
            .replace(/=+$/, '');
        // The first and the last character also hold bits of their neighbours.
        return encoded.slice(offset === 0 ? 0 : offset + 1, -1);
    });
}

function asText(value: unknown): string {
    return (
        JSON.stringify(value ?? null, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each)) ??
        'null'
    );
}
