/**
 * Credentials that are made here and that AWS rotates from then on. Runs of the sync can overlap (Nango starts another
 * one where it takes a runner for dead), each makes its own, and those of one end those of the other. So a run that is
 * refused looks whether another one is done, and what is stored is tried once more: of all overlapping runs, the last to
 * make or to store something sees whether both are the same.
 */
import { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';
import { isActiveFor } from './claim.js';
import type { Held } from './claim.js';
import type { Context } from './context.js';
import type { Managed } from './destination-type.js';
import type { Row } from './record.js';

/** Different for each run, so that two of them do not go on in step. */
const WAITS_MS = [1_000, 3_000, 9_000] as const;
/** A key that is no longer the user's; a token whose name another run has taken, or which it has removed. */
const REPLACED: ReadonlySet<string> = new Set(['invalid_credentials', 'sql_error']);

/** The ARN of the secret, which holds credentials that work and is set to rotate. */
export async function storeManaged(context: Context, row: Row, held: Held, managed: Managed): Promise<string> {
    let byOther = held.holder.stored;
    let hasStored = false;
    for (let attempt = 0; ; attempt += 1) {
        if (byOther !== null) return byOther.arn;
        try {
            const { content, tryAgain } = await managed.make(held.holder.format);
            const { arn } = await context.vault.store(row, held.holder, content);
            hasStored = true;
            await tryAgain();
            await context.vault.rotateByItself(row.secret_name, managed, content);
            return arn;
        } catch (error) {
            const waitMs = WAITS_MS[attempt];
            if (waitMs === undefined || !(error instanceof ActionableError) || !REPLACED.has(error.code)) throw error;
            await sleep(waitMs * (0.5 + Math.random()));
            // Over what another one stored it has put its own by then.
            if (hasStored) continue;
            const now = await context.claim.readSurely(row.id);
            if (isActiveFor(now, row.id)) byOther = now.holder.stored;
        }
    }
}
