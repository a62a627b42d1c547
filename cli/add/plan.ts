/**
 * What `add` and `update` do to a project, decided before anything is written. A file that `add` did not write, or that
 * was changed since, is the user's: it is never written over, unless that is asked for.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { withEntries } from './index-lines.js';
import { hashOf } from './installed.js';
import type { Installed } from './installed.js';
import { INDEX, INSTALLED } from './places.js';
import { isEntry } from './source.js';
import type { Source } from './source.js';

export interface Plan {
    readonly integrations: readonly string[];
    readonly created: ReadonlyMap<string, string>;
    readonly replaced: ReadonlyMap<string, string>;
    readonly removed: readonly string[];
    /** Ours once, changed by the user since: left as they are. */
    readonly kept: readonly string[];
    /** Never ours, and where one of ours would have to stand. */
    readonly inTheWay: readonly string[];
    readonly index: { readonly text: string; readonly lines: readonly string[]; readonly changed: boolean };
    readonly installed: Installed;
}

export function planFor(
    folder: string,
    source: Source,
    before: Installed | null,
    wanted: readonly string[],
    force: boolean
): Plan {
    const integrations = [...new Set([...(before?.integrations ?? []), ...wanted])]
        .filter((name) => source.integrations.includes(name))
        .sort();
    const files = source.files(integrations);
    const written = before?.files ?? {};
    const created = new Map<string, string>();
    const replaced = new Map<string, string>();
    const kept: string[] = [];
    const inTheWay: string[] = [];
    const hashes: Record<string, string> = {};
    for (const [file, text] of files) {
        const ours = written[file];
        hashes[file] = hashOf(text);
        const found = textAt(folder, file);
        if (found === null) {
            // A function that the user has deleted stays deleted.
            if (ours === undefined || !isEntry(file) || force) created.set(file, text);
        } else if (hashOf(found) !== hashOf(text)) {
            if (force || hashOf(found) === ours) replaced.set(file, text);
            else if (ours === undefined) inTheWay.push(file);
            else {
                kept.push(file);
                // Still known as it was written, so that the next update sees the change too.
                hashes[file] = ours;
            }
        }
    }
    const gone = Object.keys(written).filter((file) => !files.has(file));
    const removed = gone.filter((file) => {
        const found = textAt(folder, file);
        return found !== null && (force || hashOf(found) === written[file]);
    });
    kept.push(...gone.filter((file) => textAt(folder, file) !== null && !removed.includes(file)));
    const index = textAt(folder, INDEX) ?? '';
    const entries = [...files.keys()].filter((file) => isEntry(file) && (force || written[file] === undefined));
    const { text, lines } = withEntries(index, entries, removed.filter(isEntry));
    return {
        integrations,
        created,
        replaced,
        removed,
        kept,
        inTheWay,
        index: { text, lines, changed: text !== index },
        installed: { version: source.version, integrations, files: hashes }
    };
}

export function carryOut(folder: string, plan: Plan): void {
    for (const [file, text] of [...plan.created, ...plan.replaced]) write(folder, file, text);
    for (const file of plan.removed) remove(folder, file);
    if (plan.index.changed) write(folder, INDEX, plan.index.text);
    write(folder, INSTALLED, `${JSON.stringify(plan.installed, null, 4)}\n`);
}

function textAt(folder: string, file: string): string | null {
    const target = path.join(folder, file);
    return existsSync(target) ? readFileSync(target, 'utf8') : null;
}

function write(folder: string, file: string, text: string): void {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
}

function remove(folder: string, file: string): void {
    rmSync(path.join(folder, file));
    try {
        rmdirSync(path.dirname(path.join(folder, file)));
    } catch {
        // Not empty: something else stands there.
    }
}
