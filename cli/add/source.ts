/** The files that the package brings, built into `functions/` beside the program. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { CODE_FOLDER } from './places.js';
import { CannotAdd } from './project.js';

export interface Source {
    readonly version: string;
    /** All that there are. */
    readonly integrations: readonly string[];
    /** Paths within a project, with `/`, and what they hold. */
    files(integrations: readonly string[]): Map<string, string>;
}

export function openSource(functions: string, version: string): Source {
    const all = readdirSync(functions, { recursive: true, encoding: 'utf8' })
        .filter((file) => path.extname(file) !== '')
        .map((file) => file.split(path.sep).join('/'))
        .sort();
    const integrations = [...new Set(all.map(folderOf))].filter((name) => name !== CODE_FOLDER);
    return {
        version,
        integrations,
        files: (wanted) => {
            const unknown = wanted.filter((name) => !integrations.includes(name));
            if (unknown.length > 0) {
                throw new CannotAdd(
                    `No such integration: ${unknown.join(', ')}. There are ${integrations.join(', ')}.`
                );
            }
            const mine = new Set([CODE_FOLDER, ...wanted]);
            return new Map(
                all
                    .filter((file) => mine.has(folderOf(file)))
                    .map((file) => [file, readFileSync(path.join(functions, file), 'utf8')])
            );
        }
    };
}

function folderOf(file: string): string {
    return file.split('/')[0] ?? '';
}

/** Whether it is one that the CLI compiles, and so `index.ts` names. */
export function isEntry(file: string): boolean {
    return /^[^/]+\/(?:syncs|actions|on-events)\/[^/]+\.ts$/.test(file);
}
