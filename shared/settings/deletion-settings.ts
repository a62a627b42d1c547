/** When deletions wait, and the word that lets them go. The metadata syncs and configured queries take the same. */
import { z } from 'zod';
import { optional } from '../schema.js';

/** A whole setting stands in the sync's checkpoint. */
export const MAX_WORD_LENGTH = 200;

export const DeletionGuardSchema = z.strictObject({
    share: optional(z.number().min(0).max(1), '0.3 stands for 30 %; 1 lets everything go.'),
    count: optional(z.int().min(1), 'Fewer records than this always go.')
});

export const AllowDeletionsSchema = z
    .string()
    .max(MAX_WORD_LENGTH)
    .describe(
        "Any text that was not used here before, such as today's date: lets deletions that wait go, in one whole run of each sync."
    );
