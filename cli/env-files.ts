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

/** Only what `given` does not set; to nothing is not set, as `nango init` leaves the keys in its `.env`. */
export function envFileVariables(project: string, given: Variables = process.env): Record<string, string> {
    const found = [path.dirname(path.resolve(project)), project].flatMap((folder) => {
        const file = path.join(folder, '.env');
        return existsSync(file) ? Object.entries(parseEnv(textOf(file))) : [];
    });
    return Object.fromEntries(found.flatMap(([name, value]) => (!value || given[name] ? [] : [[name, value]])));
}

/** As Windows writes it too: with a byte order mark, or in UTF-16 (`>` of PowerShell 5). */
function textOf(file: string): string {
    const bytes = readFileSync(file);
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
