/**
 * The last steps of every destination, whatever it ends by: its claim says that it is ending, its secret is scheduled
 * for deletion, its claim is given up. Only a secret on its way out lets the claim go: there is never a second live one.
 */
import { ActionableError } from '../errors.js';
import { isActiveFor } from './claim.js';
import type { Held } from './claim.js';
import type { Past, Predecessor } from './claim-content.js';
import type { Context } from './context.js';
import { removeGlueConnection } from './glue-connection.js';
import { step } from './lifecycle.js';
import { problemOf } from './problem.js';
import type { Row } from './record.js';
import { busy } from './rounds.js';
import { saveRow } from './rows.js';

/** Marks it first: a run killed in between leaves a mark to finish by. */
export async function archive(context: Context, row: Row): Promise<Row> {
    const isLeftOver = row.status === 'Archived';
    // Refused before anything is changed; one that is archived already shows what it waits for instead.
    if (!isLeftOver) await context.guard(row, row.secret_arn);
    const held = await context.claim.begin(row.id, { phase: 'ending' });
    const marked = isLeftOver
        ? row
        : await saveRow(context.nango, row, { ...step(row.status, 'archive'), unfinished: 'archive', error: null });
    return await finish(context, marked, held, { ...step(marked.status, 'end'), unfinished: null });
}

/** A failed destination keeps neither secret nor claim. */
export async function endFailed(context: Context, row: Row, held: Held | null): Promise<Row> {
    return await finish(context, row, held, { unfinished: null });
}

/** Throws what stands in the way of it, after the row shows it. */
async function finish(context: Context, row: Row, held: Held | null, ended: Partial<Row>): Promise<Row> {
    const { nango, claim, vault } = context;
    let deletionDate: string | null;
    try {
        await context.guard(row, row.secret_arn);
        await removeGlueConnection(context, row);
        deletionDate = (await vault.scheduleDeletion(row.secret_name)) ?? row.deletion_date;
    } catch (error) {
        if (error instanceof ActionableError) {
            const lingering = row.status === 'Archived' ? step(row.status, 'linger') : {};
            await saveRow(nango, row, { ...lingering, ending_problem: problemOf(error, []) });
        }
        throw error;
    }
    const final: Row = { ...row, ...ended, deletion_date: deletionDate, ending_problem: null };
    if (held !== null && !(await claim.release(held, pastOf(context, final)))) await giveWay(context, row);
    return await saveRow(nango, row, final);
}

/** Somebody came between: what the claim says now is how it comes out. */
async function giveWay(context: Context, row: Row): Promise<void> {
    if (!isActiveFor(await context.claim.readSurely(row.id), row.id)) return;
    await context.vault.restore(row.secret_name);
    throw busy();
}

/** Those whose place was taken: their secrets go first. Throws while one cannot. */
export async function evict(context: Context, held: Held): Promise<Held> {
    const { predecessors } = held.holder;
    if (predecessors.length === 0) return held;
    for (const former of predecessors) await end(context, former);
    const next = await context.claim.commit(held, { predecessors: [] });
    if (next === null) throw busy();
    return next;
}

async function end(context: Context, former: Predecessor): Promise<void> {
    await context.guard(former, null);
    try {
        await removeGlueConnection(context.of(former.organization_id), former);
        await context.vault.scheduleDeletion(former.secret_name);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        throw new ActionableError(
            error.code,
            `The place is still that of the former destination ${former.id}, whose secret could not be deleted: ${error.message}`,
            error.remedy,
            { ...error.details, former_secret_id: former.id }
        );
    }
}

function pastOf({ nango }: Context, row: Row): Past {
    return { ...row, integration_id: nango.providerConfigKey, connection_id: nango.connectionId };
}
