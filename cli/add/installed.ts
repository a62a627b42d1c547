/** What `add` has put into a project, and how it was: a file that looks otherwise now is the user's. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { INSTALLED } from './places.js';
import { CannotAdd } from './project.js';

export interface Installed {
    readonly version: string;
    readonly integrations: readonly string[];
    /** By path, the hash of what was written. */
    readonly files: Readonly<Record<string, string>>;
}

export function hashOf(text: string): string {
    // Git may have changed the line ends.
    return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 32);
}

export function readInstalled(folder: string): Installed | null {
    const file = path.join(folder, INSTALLED);
    if (!existsSync(file)) return null;
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isInstalled(found)) throw new CannotAdd(`${file} is not as \`add\` wrote it. Take it from your history.`);
    return found;
}

function isInstalled(value: unknown): value is Installed {
    return (
        typeof value === 'object' &&
        value !== null &&
        'version' in value &&
        typeof value.version === 'string' &&
        'integrations' in value &&
        Array.isArray(value.integrations) &&
        value.integrations.every((name) => typeof name === 'string') &&
        'files' in value &&
        typeof value.files === 'object' &&
        value.files !== null &&
        Object.values(value.files).every((hash) => typeof hash === 'string')
    );
}
