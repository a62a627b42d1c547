/**
 * Compares an active destination with what is really there: its claim, its secret, its login. It repairs what a lost
 * write left behind, and shows what somebody changed outside; it never undoes what a person did in AWS.
 */
import { isActiveFor } from './claim.js';
import type { Held } from './claim.js';
import type { Context } from './context.js';
import type { DestinationType } from './destination-type.js';
import { examine, organisationProblem } from './examine.js';
import { step } from './lifecycle.js';
import { holderFrom } from './holder.js';
import { endedMeanwhile, keep } from './keep.js';
import type { Problem, Row } from './record.js';
import { saveRow } from './rows.js';
import { takeClaim } from './succession.js';
import { isPassing } from './verdict.js';

export async function reconcile(context: Context, type: DestinationType, row: Row): Promise<Row> {
    const moved = organisationProblem(context, row);
    if (moved !== null) return await settled(context, row, await show(context, row, moved));
    const held = await ownClaim(context, row);
    // Only an end gives a claim up: the row fell behind it.
    if (held === null) return await endedMeanwhile(context, row);
    const stored = await caughtUp(context, row, held);
    const problem = await examine(context, type, stored, held.holder.options);
    // What the record says stays.
    if (problem !== null && isPassing(problem.code, problem.message)) return await settled(context, row, stored);
    // What a rotation has stored meanwhile looks like somebody else's change: whoever rotates has the sync run again.
    if (problem !== null && (await hasMoved(context, held))) return row;
    return await settled(context, row, await show(context, stored, problem));
}

/** A rotation writes the claim first: a row of another version fell behind it. */
async function caughtUp(context: Context, row: Row, { holder: { stored } }: Held): Promise<Row> {
    if (stored === null || (stored.version === row.secret_version && stored.mark === row.secret_mark)) return row;
    const { arn, version, mark, destination_metadata } = stored;
    const found = { secret_arn: arn, secret_version: version, secret_mark: mark, destination_metadata };
    return await saveRow(context.nango, row, found);
}

async function hasMoved(context: Context, held: Held): Promise<boolean> {
    const now = await context.claim.read();
    return now.state !== 'held' || now.version !== held.version;
}

async function settled(context: Context, before: Row, after: Row): Promise<Row> {
    return after === before ? after : await keep(context, after);
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

async function ownClaim(context: Context, row: Row): Promise<Held | null> {
    const now = await context.claim.readSurely(row.id);
    if (now.state === 'held') return isActiveFor(now, row.id) ? now : null;
    if (now.state === 'free') return null;
    // The claim was deleted by hand, and with it the options: the connection's own choices count from here on.
    return await takeClaim(context, holderFrom(context, row));
}
