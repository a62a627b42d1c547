/**
 * The body of a statement request. Parameter names are taken in either case; numbers come as text or numbers. Of all
 * session parameters only these few are taken; any other is passed over.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#body-of-the-post-request-to-api-v2-statements
 */
import { z } from 'zod';

import type { BindValue } from '../../types.js';

const Bind = z.object({ type: z.string(), value: z.string().nullable() });
const NamedBind = z.record(z.string(), Bind);
const Count = z.coerce.number().int().min(0);

export const StatementBody = z.object({
    statement: z.string(),
    timeout: z.number().int().min(0).nullish(),
    database: z.string().nullish(),
    schema: z.string().nullish(),
    warehouse: z.string().nullish(),
    role: z.string().nullish(),
    bindings: NamedBind.nullish(),
    parameters: z
        .record(z.string(), z.unknown())
        .nullish()
        .transform((all) => lowerCased(all ?? {}))
        .pipe(
            z.object({
                timezone: z.string().optional(),
                query_tag: z.string().optional(),
                binary_output_format: z.string().optional(),
                date_output_format: z.string().optional(),
                time_output_format: z.string().optional(),
                timestamp_output_format: z.string().optional(),
                timestamp_ltz_output_format: z.string().optional(),
                timestamp_ntz_output_format: z.string().optional(),
                timestamp_tz_output_format: z.string().optional(),
                multi_statement_count: Count.optional(),
                client_result_chunk_size: Count.optional(),
                rows_per_resultset: Count.optional(),
                use_cached_result: z.union([z.boolean(), z.string()]).optional()
            })
        )
});
export type StatementBody = z.infer<typeof StatementBody>;

function lowerCased(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
}

/** `{"1": ..., "2": ...}` in the order of the positions. */
export function positionalBinds(bindings: Readonly<Record<string, BindValue>> | null | undefined): BindValue[] {
    return Object.entries(bindings ?? {})
        .sort(([left], [right]) => Number(left) - Number(right))
        .map(([, bind]) => bind);
}
