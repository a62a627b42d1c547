/**
 * Names columns that Snowflake has added to a SHOW command since this package was written: they change no record, and a
 * person may want them in a model. Once a run for each command, as a client lives for one run.
 */
import type { ResultColumn, SnowflakeClient } from '../snowflake/client.js';

/** A SHOW command, as it is named behind SHOW, and the columns that are known of it. */
export interface KnownColumns {
    readonly plural: string;
    readonly columns: { has(name: string): boolean };
}

const noted = new WeakMap<SnowflakeClient, Set<string>>();

export async function noteNewColumns(
    client: SnowflakeClient,
    statement: string,
    columns: readonly ResultColumn[],
    known: KnownColumns
): Promise<void> {
    const command = `SHOW ${known.plural}`;
    if (!new RegExp(String.raw`^${command}\b`).test(statement)) return;
    const before = noted.get(client) ?? new Set();
    noted.set(client, before);
    const fresh = newColumns(columns, known).filter((name) => !before.has(`${command} ${name}`));
    if (fresh.length === 0) return;
    for (const name of fresh) before.add(`${command} ${name}`);
    await client.note?.(
        `${command} has columns that this package does not know: ${fresh.join(', ')}. Records are not changed by them.`
    );
}

export function newColumns(columns: readonly { readonly name: string }[], known: KnownColumns): string[] {
    return columns.map(({ name }) => name.toLowerCase()).filter((name) => !known.columns.has(name));
}
