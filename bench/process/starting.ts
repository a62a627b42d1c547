/** What goes between the benchmark of the start and the processes that start. */
import { z } from 'zod';

export const StartOrderSchema = z.object({
    /** A compiled project. */
    folder: z.string(),
    integration: z.string(),
    provider: z.string(),
    connection: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
    snowflake: z.string(),
    type: z.enum(['sync', 'action']),
    name: z.string()
});
export type StartOrder = z.infer<typeof StartOrderSchema>;

export const StartedSchema = z.object({
    bytes: z.number(),
    loadMs: z.number(),
    loadCpuMs: z.number(),
    /** From the call of the function on. */
    firstRequestMs: z.number()
});
export type Started = z.infer<typeof StartedSchema>;
