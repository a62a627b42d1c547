/** The body of a driver's statement: binds by position, each one value or, for a bulk insert, one per row. */
import { z } from 'zod';

import type { BindValue } from '../../types.js';

const Value = z.string().nullable();

export const StatementBody = z.object({
    sqlText: z.string(),
    asyncExec: z.boolean().nullish(),
    describeOnly: z.boolean().nullish(),
    bindings: z.record(z.string(), z.object({ type: z.string(), value: z.union([Value, z.array(Value)]) })).nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish()
});
export type StatementBody = z.infer<typeof StatementBody>;

/** One list of binds per run of the statement; a single one unless the values are arrays. */
export function bindRows(bindings: StatementBody['bindings']): BindValue[][] {
    const binds = Object.entries(bindings ?? {})
        .sort(([left], [right]) => Number(left) - Number(right))
        .map(([, bind]) => bind);
    const rows = Math.max(1, ...binds.map(({ value }) => (Array.isArray(value) ? value.length : 1)));
    return Array.from({ length: rows }, (_, row) =>
        binds.map(({ type, value }) => ({ type, value: Array.isArray(value) ? (value[row] ?? null) : value }))
    );
}
