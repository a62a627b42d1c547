/**
 * What `.env` files set, for every command alike: the one in the project that the nango CLI runs in (which the CLI reads by
 * itself), then the one in the folder that holds the project. The process's own variables come before both.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';

type Variables = Readonly<Record<string, string | undefined>>;

/** The CLI's project: its functions stand in `integrations/` here, and in the folder itself elsewhere. */
export function projectIn(folder: string): string {
    const inside = path.join(folder, 'integrations');
    return existsSync(path.join(inside, '.nango')) ? inside : folder;
}

/** Only what `given` does not set. */
export function envFileVariables(project: string, given: Variables = process.env): Record<string, string> {
    const found = [path.dirname(path.resolve(project)), project].flatMap((folder) => {
        const file = path.join(folder, '.env');
        return existsSync(file) ? Object.entries(parseEnv(readFileSync(file, 'utf8'))) : [];
    });
    return Object.fromEntries(
        found.flatMap(([name, value]) => (value === undefined || given[name] !== undefined ? [] : [[name, value]]))
    );
}
