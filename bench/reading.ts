/** What goes between heap.ts and the process that it measures. */
import { z } from 'zod';

export const OrderSchema = z.object({
    integration: z.string(),
    provider: z.string(),
    /** As Nango's API shows it, credentials included: they go over the pipe between the two processes only. */
    connection: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
    /** Where the account's host names lead. */
    snowflake: z.string()
});
export type Order = z.infer<typeof OrderSchema>;

export const MeasuredSchema = z.object({
    rows: z.number(),
    /** From the first saved rows to the end. */
    seconds: z.number(),
    requests: z.number(),
    peakHeapBytes: z.number(),
    peakResidentBytes: z.number()
});
export type Measured = z.infer<typeof MeasuredSchema>;
