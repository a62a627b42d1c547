/** How a customer configures a query whose rows are synced. Values for `?` are bound, never pasted into the text. */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText, optional } from '../schema.js';
import { AllowDeletionsSchema, DeletionGuardSchema } from './deletion-settings.js';

/** A day: Nango ends a sync after that. */
const MAX_TIMEOUT_SECONDS = 86_400;

const NamesSchema = z.union([anyText.min(1), z.array(anyText.min(1)).min(1)]);

export const QuerySchema = z.object({
    query: anyText.min(1).describe('A SELECT (or WITH). It runs as a subquery; `?` takes the binds in order.'),
    binds: optional(
        z.array(z.union([anyText, anyNumber, anyBoolean, z.null()])),
        'Values for the `?` of the query, in order.'
    ),
    id_column: NamesSchema.describe('The column, or columns, that identify a row; matched as Snowflake names them.'),
    incremental_column: optional(
        anyText.min(1),
        'A column that only grows (a number, date or timestamp): later runs read only rows from there on. Unset: full refresh with deletions.'
    ),
    timeout_seconds: optional(
        anyNumber.int().min(1).max(MAX_TIMEOUT_SECONDS),
        'How long the query may run, in seconds: up to 86400. Default: 3600.'
    )
});

/** A query of `queries`: the same, with its own place to run in and its own guard. */
export const NamedQuerySchema = QuerySchema.extend({
    role: anyText.optional(),
    warehouse: anyText.optional(),
    database: anyText.optional(),
    schema: anyText.optional(),
    deletion_guard: optional(
        DeletionGuardSchema,
        "Deletions of this query's rows wait: if more than this share (default 0.3) and at least so many (default 20) of them were not found. Unset: they never wait."
    ),
    allow_deletions: AllowDeletionsSchema.optional()
});
export type NamedQuery = z.infer<typeof NamedQuerySchema>;

export const QueriesSchema = z.record(anyText, NamedQuerySchema);
