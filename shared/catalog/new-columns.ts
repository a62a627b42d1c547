/**
 * Names columns that Snowflake has added to a SHOW command since this package was written: they change no record, and a
 * person may want them in a model. Once a run for each command, as a client lives for one run.
 */
import type { ResultColumn, SnowflakeClient } from '../snowflake/client.js';
import { newColumnsOf } from './kinds/left-out.js';

const noted = new WeakMap<SnowflakeClient, Set<string>>();

export async function noteNewColumns(
    client: SnowflakeClient,
    statement: string,
    columns: readonly ResultColumn[]
): Promise<void> {
    const found = newColumnsOf(statement, columns);
    if (found === null) return;
    const before = noted.get(client) ?? new Set();
    noted.set(client, before);
    const fresh = found.names.filter((name) => !before.has(`${found.command} ${name}`));
    if (fresh.length === 0) return;
    for (const name of fresh) before.add(`${found.command} ${name}`);
    await client.note?.(
        `${found.command} has columns that this package does not know: ${fresh.join(', ')}. Records are not changed by them.`
    );
}
