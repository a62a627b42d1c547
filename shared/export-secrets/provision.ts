/**
 * Takes a destination from Pending to Validated or Failed. It can be killed between any two requests: every step first
 * looks at what is already there, so the next run goes on from where this one stopped.
 */
import { AwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { isMissingConnection } from '../nango/missing-connection.js';
import type { Holder } from './claim.js';
import type { Context } from './context.js';
import type { Candidate, DestinationType } from './destination-type.js';
import { isActive, step } from './lifecycle.js';
import { markOf } from './mark.js';
import { logEgressAddress, logProvisioningError, problemOf, withoutCredentials } from './problem.js';
import type { Row } from './record.js';
import { readRows, saveRow } from './rows.js';
import { alreadyExists, judge } from './succession.js';

/** How many runs may begin with one destination and never come to an end. */
const MAX_ATTEMPTS = 5;
/** AWS's own trouble is measured in time: a destination that is polled has many runs within minutes. */
const PATIENCE_MS = 4 * 3_600_000;

/** Answers the row as it now stands. Throws only when the run should be tried again as it is. */
export async function provision(
    context: Context,
    type: DestinationType,
    before: Row,
    onTesting: (row: Row) => Promise<void>
): Promise<Row> {
    try {
        return await attempt(context, type, before, onTesting);
    } catch (error) {
        // Its deletion may have found less than this run stored and claimed since.
        if (isMissingConnection(error)) await removeSecret(context, before);
        throw error;
    }
}

async function attempt(
    context: Context,
    type: DestinationType,
    before: Row,
    onTesting: (row: Row) => Promise<void>
): Promise<Row> {
    const { nango } = context;
    if (before.attempts >= MAX_ATTEMPTS) return await fail(context, before, gaveUp(before), []);
    const testing = before.status === 'Pending' ? step(before.status, 'test') : {};
    const row = await saveRow(nango, before, { ...testing, attempts: before.attempts + 1 });
    await onTesting(row);
    let candidate: Candidate | undefined;
    try {
        const holder = await holdClaim(context, row);
        candidate = await type.prepare(nango, holder.options, context.settings);
        await candidate.test();
        const stored = await context.vault.store(row, holder, candidate.secretString);
        if (!(await stillHeld(context, row))) return await withdraw(context, row);
        return await saveRow(nango, row, {
            ...step(row.status, 'pass'),
            destination_metadata: { ...candidate.metadata },
            secret_arn: stored.arn,
            secret_version: stored.version,
            secret_mark: await markOf(candidate.secretString),
            attempts: 0,
            unavailable_since: null,
            error: null
        });
    } catch (error) {
        const sensitive = candidate?.sensitive ?? [];
        if (!(error instanceof ActionableError)) throw error;
        const since = row.unavailable_since ?? new Date().toISOString();
        const isPatient = Date.parse(since) + PATIENCE_MS > Date.now();
        if (!(error instanceof AwsError) || error.code !== 'aws_unavailable' || !isPatient) {
            return await fail(context, row, error, sensitive);
        }
        // AWS itself has trouble: nothing is known to be wrong with the destination, so the next run goes on.
        const problem = problemOf(error, sensitive);
        await logProvisioningError(nango, row.id, problem, error);
        await saveRow(nango, row, { error: problem, attempts: 0, unavailable_since: since });
        throw withoutCredentials(error, sensitive);
    }
}

/** Marks it first, then takes away what there may be: a run killed in between leaves a mark to finish by. */
async function fail(context: Context, row: Row, error: ActionableError, sensitive: readonly string[]): Promise<Row> {
    const { nango } = context;
    const problem = problemOf(error, sensitive);
    await logProvisioningError(nango, row.id, problem, error);
    await logEgressAddress(nango, row.id, problem);
    const failed = await saveRow(nango, row, { ...step(row.status, 'fail'), error: problem, unfinished: 'fail' });
    return await finishFailure(context, failed);
}

/** A failed destination keeps no secret and no claim. */
export async function finishFailure(context: Context, row: Row): Promise<Row> {
    try {
        const deletionDate = await removeSecret(context, row);
        return await saveRow(context.nango, row, { unfinished: null, deletion_date: deletionDate });
    } catch (error) {
        // The failure itself is what counts; the next run tries this part again.
        if (error instanceof AwsError) return row;
        throw error;
    }
}

async function removeSecret(context: Context, row: Row): Promise<string | null> {
    const deletionDate = await context.vault.scheduleDeletion(row.secret_name);
    await context.claim.release(row.id);
    return deletionDate;
}

/** Somebody gave the claim up while the secret was being stored: its connection's deletion, or a run beside this one. */
async function withdraw(context: Context, row: Row): Promise<Row> {
    const now = (await readRows(context.nango)).find(({ id }) => id === row.id) ?? row;
    if (isActive(now.status)) return await fail(context, now, withdrawn(), []);
    await removeSecret(context, row);
    return now;
}

async function holdClaim(context: Context, row: Row): Promise<Holder> {
    const now = await context.claim.read();
    if (now.state === 'held' && now.holder.id === row.id) return now.holder;
    const remembered = row.claim_version === null ? null : await context.claim.holderOf(row.claim_version);
    const holder = remembered ?? holderFrom(context, row);
    await context.claim.take(holder, async (other) => await judge(context, other));
    return holder;
}

/**
 * After the secret was stored: a claim that moved on meanwhile means that another destination is the active one, and
 * one that was given up, that this one has ended. Only a claim deleted by hand is taken again.
 */
async function stillHeld(context: Context, row: Row): Promise<boolean> {
    const now = await context.claim.read();
    if (now.state === 'held' && now.holder.id !== row.id) throw alreadyExists(context, now.holder);
    if (now.state === 'missing') await holdClaim(context, row);
    return now.state !== 'free';
}

export function holderFrom(context: Context, row: Row): Holder {
    const { nango } = context;
    return {
        id: row.id,
        name: row.name,
        type: row.type,
        organization_id: row.organization_id,
        environment: context.environment,
        integration_id: nango.providerConfigKey,
        connection_id: nango.connectionId,
        secret_name: row.secret_name,
        created_at: row.created_at,
        destination_metadata: row.destination_metadata,
        options: {}
    };
}

function withdrawn(): ActionableError {
    return new ActionableError(
        'export_secret_withdrawn',
        'The place of this destination was given up while it was being provisioned.',
        'Create a new destination, unless its connection was deleted.'
    );
}

function gaveUp(row: Row): ActionableError {
    return new ActionableError(
        row.error?.code ?? 'export_secret_internal_error',
        `Provisioning was begun ${row.attempts} times and never came to an end.`,
        'Look into the log of the sync "export-secrets", then create a new destination.'
    );
}
