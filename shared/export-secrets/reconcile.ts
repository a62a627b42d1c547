/**
 * Compares an active destination with what is really there: its claim, its secret, its login. It repairs what a lost
 * write left behind, and shows what somebody changed outside; it never undoes what a person did in AWS.
 */
import type { Holder } from './claim.js';
import type { Context } from './context.js';
import type { DestinationType } from './destination-type.js';
import { examine, isPassing, organisationProblem } from './examine.js';
import { step } from './lifecycle.js';
import { holderFrom } from './provision.js';
import type { Problem, Row } from './record.js';
import { saveRow } from './rows.js';
import { judge } from './succession.js';

export async function reconcile(context: Context, type: DestinationType, row: Row): Promise<Row> {
    const moved = organisationProblem(context, row);
    if (moved !== null) return await show(context, row, moved);
    const holder = await ownClaim(context, row);
    if (holder === null) {
        // Only archiving and failing give a claim up: the row fell behind them.
        return await saveRow(context.nango, row, {
            ...step(row.status, 'archive'),
            unfinished: 'archive',
            error: null
        });
    }
    const problem = await examine(context, type, row, holder.options);
    // What the record says stays.
    return isPassing(problem) ? row : await show(context, row, problem);
}

async function show(context: Context, row: Row, problem: Problem | null): Promise<Row> {
    // By code only: messages may hold request ids, and a record must not change by itself.
    if (problem?.code === row.error?.code) return row;
    if (problem !== null)
        await context.nango.log(`${problem.code} secret_id=${row.id}: ${problem.message}`, { level: 'warn' });
    return await saveRow(context.nango, row, {
        ...step(row.status, problem === null ? 'recover' : 'degrade'),
        error: problem
    });
}

async function ownClaim(context: Context, row: Row): Promise<Holder | null> {
    const now = await context.claim.read();
    if (now.state === 'held') return now.holder.id === row.id ? now.holder : null;
    if (now.state === 'free') return null;
    // The claim was deleted by hand, and with it the options: the connection's own choices count from here on.
    const holder = holderFrom(context, row);
    await context.claim.take(holder, async (other) => await judge(context, other));
    return holder;
}
