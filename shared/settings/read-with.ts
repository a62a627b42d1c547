/** How the large listings of an account are read: by SHOW, which costs no credits, or by queries, which have no cap. */
import { z } from 'zod';

export const ReadWithSchema = z.strictObject({
    source: z
        .enum(['information_schema', 'account_usage'])
        .describe('INFORMATION_SCHEMA of each database, or SNOWFLAKE.ACCOUNT_USAGE for the whole account.'),
    warehouse: z
        .string()
        .min(1)
        .optional()
        .describe("The warehouse that runs the queries. Default: the connection's, else the user's default.")
});
export type ReadWith = z.infer<typeof ReadWithSchema>;
