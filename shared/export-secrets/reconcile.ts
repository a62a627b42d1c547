/**
 * Compares a Validated destination with the world: its claim, its secret, its login. It repairs what a lost write left
 * behind, and shows what somebody changed outside; it never undoes what a person did in AWS.
 */
import { ActionableError } from '../errors.js';
import type { Holder } from './claim.js';
import type { Context } from './context.js';
import type { DestinationOptions, DestinationType } from './destination-type.js';
import { step } from './lifecycle.js';
import { logEgressAddress, problemOf } from './problem.js';
import { holderFrom } from './provision.js';
import type { Problem, Row } from './record.js';
import { saveRow } from './rows.js';
import { judge } from './succession.js';

/** Trouble of the moment says nothing about the credentials: what the record says stays. */
const PASSING_CODES: ReadonlySet<string> = new Set([
    'unavailable',
    'too_many_requests',
    'login_timeout',
    'unexpected_response',
    'statement_timeout',
    'aws_unavailable'
]);

export async function reconcile(context: Context, type: DestinationType, row: Row): Promise<Row> {
    const holder = await ownClaim(context, row);
    if (holder === null) {
        // Only archiving and failing give a claim up: the row fell behind them.
        return await saveRow(context.nango, row, {
            ...step(row.status, 'archive'),
            unfinished: 'archive',
            error: null
        });
    }
    const problem = (await secretProblem(context, row)) ?? (await loginProblem(context, type, row, holder.options));
    if (problem === 'unknown') return row;
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

async function secretProblem(context: Context, row: Row): Promise<Problem | null> {
    const found = await context.vault.inspect(row.secret_name);
    switch (found.state) {
        case 'gone':
            return {
                code: 'export_secret_missing',
                message: 'The secret was deleted in Secrets Manager. Disconnect this destination and create a new one.'
            };
        case 'scheduled':
            return {
                code: 'export_secret_scheduled_for_deletion',
                message: `The secret was scheduled for deletion in Secrets Manager and goes on ${found.earliestDeletion.slice(0, 10)} at the earliest. Restore it there, or disconnect this destination.`
            };
        case 'present':
            if (row.secret_version === null || found.version === row.secret_version) return null;
            return {
                code: 'export_secret_changed',
                message:
                    'The secret was changed in Secrets Manager after it was validated. Put back its previous version, or disconnect this destination and create a new one.'
            };
    }
}

async function loginProblem(
    context: Context,
    type: DestinationType,
    row: Row,
    options: DestinationOptions
): Promise<Problem | null | 'unknown'> {
    let sensitive: readonly string[] = [];
    try {
        const candidate = await type.prepare(context.nango, options, context.settings);
        sensitive = candidate.sensitive;
        await candidate.test();
        return null;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        if (PASSING_CODES.has(error.code)) return 'unknown';
        const problem = problemOf(error, sensitive);
        await logEgressAddress(context.nango, row.id, problem);
        return problem;
    }
}
