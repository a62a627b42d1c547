/** What Nango says of a record that it lists: it lists deleted ones too, and those it has emptied ("pruned"). */
import { z } from 'zod';
import { anyText } from '../schema.js';
import type { NangoRecord } from './handle.js';

const ListedSchema = z.object({
    _nango_metadata: z.object({
        deleted_at: anyText.nullish(),
        pruned_at: anyText.nullish(),
        cursor: anyText.catch('')
    })
});

export interface Listed {
    readonly isDeleted: boolean;
    readonly isPruned: boolean;
    /** Its place in the listing; empty where Nango does not say. */
    readonly cursor: string;
}

export function listed(record: NangoRecord): Listed {
    const { deleted_at: deleted, pruned_at: pruned, cursor } = ListedSchema.parse(record)._nango_metadata;
    return { isDeleted: Boolean(deleted), isPruned: Boolean(pruned), cursor };
}
