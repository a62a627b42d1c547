/** What is known without a checkpoint, as after an update of this package: the records themselves. */
import type { NangoRecord } from '../nango/handle.js';
import { listed } from '../nango/listed-record.js';
import { Census, hashOfId, OTHERS } from './census.js';

interface Handle {
    listRecords(model: string): AsyncGenerator<NangoRecord>;
}

/** Null where there are none. */
export async function censusOfRecords(
    nango: Handle,
    model: string,
    groupOf: ((id: string) => string) | null
): Promise<Census | null> {
    const census = new Census();
    for await (const record of nango.listRecords(model)) {
        if (!listed(record).isDeleted) census.add(hashOfId(record.id), groupOf?.(record.id) ?? OTHERS);
    }
    return census.total === 0 ? null : census;
}
