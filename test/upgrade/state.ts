/** What Nango holds of a connection once a version has synced it, and once it was cut off on the way. */
import { z } from 'zod';

import { ExportsSchema } from './exports.js';

const CheckpointSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** By model, as they were saved: Nango compares records with the order of their fields. */
export const RecordsSchema = z.record(z.string(), z.array(z.looseObject({ id: z.string() })));

export const StateSchema = z.object({
    version: z.string(),
    /** What was built: a commit of this repository. */
    commit: z.string(),
    integrations: z.record(
        z.string(),
        z.object({
            metadata: z.record(z.string(), z.unknown()),
            syncs: z.record(
                z.string(),
                z.object({
                    records: RecordsSchema,
                    /** Null where a whole run leaves none. */
                    checkpoint: CheckpointSchema.nullable(),
                    /** A later run, cut off at its first checkpoint; null where it has none. */
                    interrupted: z
                        .object({
                            checkpoint: CheckpointSchema,
                            /** Models whose deletions are tracked since. */
                            tracked: z.array(z.string()),
                            records: RecordsSchema
                        })
                        .nullable()
                })
            )
        })
    ),
    /** By integration. */
    exports: z.record(z.string(), ExportsSchema)
});
export type State = z.infer<typeof StateSchema>;
export type SyncState = State['integrations'][string]['syncs'][string];
