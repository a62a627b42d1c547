/** What goes between the benchmarks, the processes that they measure and the process that serves the account. */
import { z } from 'zod';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { SizeSchema } from '../account/sizes.js';
import { TroubleSchema } from '../account/trouble.js';

export const OrderSchema = z.object({
    /** Whose compiled functions run: this project's, or an earlier version's. */
    folder: z.string().default(INTEGRATIONS_FOLDER),
    integration: z.string(),
    provider: z.string(),
    /** As Nango's API shows it, credentials included: they go over the pipe between the two processes only. */
    connection: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
    /** Where the account's host names lead. */
    snowflake: z.string(),
    sync: z.string().default('query-results'),
    /**
     * `naive`: no function of the package, but a request per table with all results held; `parse`: JSON.parse alone;
     * `fetch`: the same answers through Nango's proxy, parsed and dropped.
     */
    how: z.enum(['package', 'naive', 'parse', 'fetch']).default('package'),
    /** Of a naive walk; what is left is estimated. */
    mostRequests: z.number().default(0),
    /** Whose answers are parsed. */
    statements: z.array(z.string()).default([])
});
export type Order = z.input<typeof OrderSchema>;

export const MeasuredSchema = z.object({
    rows: z.number(),
    /** From the first saved rows to the end. */
    seconds: z.number(),
    requests: z.number(),
    peakHeapBytes: z.number(),
    /** What is held outside the heap: bodies and other buffers. */
    peakExternalBytes: z.number(),
    peakResidentBytes: z.number(),
    /** Of the processor, from the start to the end. */
    cpuSeconds: z.number(),
    /** From the start to the end. */
    wholeSeconds: z.number(),
    checkpoints: z.number(),
    statements: z.array(z.string()),
    /** Of all answers, as JSON text. */
    bytes: z.number(),
    /** How much of it was measured: less than 1 for a naive walk that was cut off. */
    share: z.number()
});
export type Measured = z.infer<typeof MeasuredSchema>;

export const AccountOrderSchema = z.object({
    size: SizeSchema,
    cap: z.enum(['documented', 'whole']),
    latencyMs: z.number(),
    trouble: TroubleSchema.optional(),
    user: z.string(),
    password: z.string(),
    publicKey: z.string()
});
export type AccountOrder = z.infer<typeof AccountOrderSchema>;

export const ServedSchema = z.object({ url: z.string() });
