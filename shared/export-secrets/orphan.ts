/**
 * What is left of destinations whose connection is gone. No run of the connection's own will come any more, so what
 * cannot be ended at once goes on the list that other connections' runs work through.
 */
import { pick } from '../names.js';
import { ActionableError } from '../errors.js';
import { isMissingConnection } from '../nango/missing-connection.js';
import type { Context } from './context.js';
import { removeGlueConnection } from './glue-connection.js';
import type { Leftover } from './leftovers.js';
import type { Row } from './record.js';

export type Remains = Pick<Row, 'id' | 'type' | 'organization_id' | 'secret_name' | 'secret_arn' | 'glue_connection'>;

/** Work on a destination, which is ended as far as it goes where its connection vanishes under the run. */
export async function endingWithConnection<Result>(
    context: Context,
    row: Remains,
    work: () => Promise<Result>
): Promise<Result> {
    try {
        return await work();
    } catch (error) {
        // Its deletion may have found less than this run stored and claimed since.
        if (isMissingConnection(error)) await forgetWithConnection(context, row);
        throw error;
    }
}

async function forgetWithConnection(context: Context, row: Remains): Promise<void> {
    try {
        await endOrphan(context, row);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        await context.leftovers.add(leftoverOf(context, row));
    }
}

/** Answers when AWS deletes the secret; null where there was none, or where it was on its way out already. */
export async function endOrphan(context: Context, row: Remains): Promise<string | null> {
    const { vault, claim } = context;
    await context.guard(row, row.secret_arn);
    const held = await claim.begin(row.id, { phase: 'ending' });
    await removeGlueConnection(context, row);
    const found = await vault.scheduleDeletion(row.secret_name);
    if (held !== null) await claim.release(held, null);
    // A run that stores the secret at this moment either did so by now, or finds the claim moved when it goes on.
    return found ?? (await vault.scheduleDeletion(row.secret_name));
}

export function leftoverOf(context: Context, row: Remains): Leftover {
    return {
        ...pick(row, 'id, type, organization_id, secret_name, secret_arn, glue_connection'),
        operator_connection: context.environment.operator_connection
    };
}

/** Goes on with what other connections left behind; trouble with one of them is no trouble of this run. */
export async function sweepLeftovers(context: Context): Promise<void> {
    const all = await context.leftovers.list();
    for (const left of all) {
        if (left.operator_connection !== context.environment.operator_connection) continue;
        try {
            await endOrphan(context.of(left.organization_id, left.type), left);
            await context.leftovers.remove(left.id);
            await context.nango.log(`The secret of the deleted connection's destination ${left.id} is gone now.`, {
                level: 'info'
            });
        } catch (error) {
            if (!(error instanceof ActionableError)) throw error;
            await context.nango.log(
                `The secret "${left.secret_name}" of a deleted connection is still there: ${error.advice}`,
                { level: 'warn' }
            );
        }
    }
}
