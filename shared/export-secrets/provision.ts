/**
 * Takes a destination from Pending to Validated or Failed. It can be killed between any two requests: every step first
 * looks at what is already there, so the next run goes on from where this one stopped.
 */
import { AwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';
import { isActiveFor } from './claim.js';
import type { Held } from './claim.js';
import type { Context } from './context.js';
import type { Candidate, DestinationType } from './destination-type.js';
import { endFailed, evict } from './end.js';
import { glueConnectionProblem } from './glue-connection.js';
import { holderFrom } from './holder.js';
import { isActive, step } from './lifecycle.js';
import { storeManaged } from './managed.js';
import { markOf } from './mark.js';
import { endingWithConnection } from './orphan.js';
import { postpone, waitsOf } from './postpone.js';
import { logEgressAddress, logProvisioningError, problemOf, withoutCredentials } from './problem.js';
import { keep } from './keep.js';
import { NOTHING_IN_THE_WAY } from './record.js';
import type { Problem, Row } from './record.js';
import { readRows, saveRow } from './rows.js';
import { alreadyExists, takeClaim } from './succession.js';
import type { StoredSecret } from './vault.js';
import { endsDestination } from './verdict.js';

/** How many runs may begin with one destination and never come to an end. */
const MAX_ATTEMPTS = 5;

/** Answers the row as it now stands. Throws only when the run should be tried again as it is. */
export async function provision(
    context: Context,
    type: DestinationType,
    before: Row,
    onTesting: (row: Row) => Promise<void>
): Promise<Row> {
    return await endingWithConnection(context, before, async () => {
        if (before.attempts >= MAX_ATTEMPTS) return await fail(context, before, gaveUp(before), []);
        const testing = before.status === 'Pending' ? step(before.status, 'test') : {};
        const row = await saveRow(context.nango, before, { ...testing, attempts: before.attempts + 1 });
        await onTesting(row);
        return await tryUntilSettled(context, type, row);
    });
}

/** Trouble that passes is often over within seconds: the run that meets it first waits for that. */
async function tryUntilSettled(context: Context, type: DestinationType, testing: Row): Promise<Row> {
    let row = testing;
    for (const waitMs of [...waitsOf(row), null]) {
        const outcome = await attempt(context, type, row);
        if ('row' in outcome) return outcome.row;
        const { error, sensitive } = outcome;
        const problem = problemOf(error, sensitive);
        // Whoever reads the row sees why it waits.
        if (waitMs !== null) {
            if (row.error?.code !== problem.code) row = await saveRow(context.nango, row, { error: problem });
            await sleep(waitMs);
            continue;
        }
        await logProvisioningError(context.nango, row.id, problem, error);
        const postponed = await postpone(context, row, problem);
        if (postponed === null) return await fail(context, row, error, sensitive);
        // The operator sees it as a failed run; the destination goes on waiting.
        if (error instanceof AwsError) throw withoutCredentials(error, sensitive);
        return postponed;
    }
    return row;
}

type Outcome = { readonly row: Row } | { readonly error: ActionableError; readonly sensitive: readonly string[] };

async function attempt(context: Context, type: DestinationType, row: Row): Promise<Outcome> {
    let candidate: Candidate | undefined;
    try {
        const held = await evict(context, await holdClaim(context, row));
        candidate = await type.prepare(context.nango, held.holder.options, context.settings);
        if (candidate.managed === undefined) candidate.content(held.holder.format);
        await candidate.test();
        return { row: await store(context, row, held, candidate) };
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        const sensitive = candidate?.sensitive ?? [];
        if (!endsDestination(error)) return { error, sensitive };
        return { row: await fail(context, row, error, sensitive) };
    }
}

async function store(context: Context, row: Row, held: Held, candidate: Candidate): Promise<Row> {
    const { arn, version, mark } = await storeContent(context, row, held, candidate);
    const metadata = { ...candidate.metadata };
    const stored = { arn, version, mark, destination_metadata: metadata };
    if ((await context.claim.commit(held, { phase: 'active', stored })) === null) {
        const now = await context.claim.readSurely(row.id);
        if (now.state === 'held' && now.holder.id !== row.id) throw alreadyExists(context, now.holder);
        // A run beside this one may have been first, and a claim that was deleted by hand is taken again.
        if (now.state === 'missing') await takeClaim(context, { ...held.holder, stored });
        else if (!isActiveFor(now, row.id)) return await withdraw(context, row);
    }
    const validated = await saveRow(context.nango, row, {
        ...step(row.status, 'pass'),
        destination_metadata: metadata,
        secret_arn: arn,
        secret_version: version,
        secret_mark: mark,
        ...NOTHING_IN_THE_WAY,
        error: null
    });
    const kept = await keep(context, validated);
    return isActive(kept.status) ? await withGlueConnection(context, kept, candidate) : kept;
}

/** What AWS rotates becomes another version by itself, and other credentials than those that were stored first. */
async function storeContent(
    context: Context,
    row: Row,
    held: Held,
    candidate: Candidate
): Promise<StoredSecret & { readonly mark: string | null }> {
    const { managed } = candidate;
    if (managed) return { arn: await storeManaged(context, row, held, managed), version: null, mark: null };
    const content = candidate.content(held.holder.format);
    return { ...(await context.vault.store(row, held.holder, content)), mark: await markOf(content.secretString) };
}

/** The destination is good without it: what is wrong with it shows, and the hourly run goes on with it. */
async function withGlueConnection(context: Context, row: Row, candidate: Candidate): Promise<Row> {
    const found = await shownProblem(async () => await glueConnectionProblem(context, row, candidate));
    if (found === null) return row;
    await logProvisioningError(context.nango, row.id, found, null);
    const degraded = await saveRow(context.nango, row, { ...step(row.status, 'degrade'), error: found });
    return await keep(context, degraded);
}

async function shownProblem(look: () => Promise<Problem | null>): Promise<Problem | null> {
    try {
        return await look();
    } catch (error) {
        if (error instanceof AwsError) return problemOf(error, []);
        throw error;
    }
}

/** Marks it first, then takes away what there may be: a run killed in between leaves a mark to finish by. */
async function fail(context: Context, row: Row, error: ActionableError, sensitive: readonly string[]): Promise<Row> {
    const { nango, claim } = context;
    const latest = (await readRows(nango)).find(({ id }) => id === row.id) ?? row;
    // A run beside this one has come to an end already.
    if (latest.status !== 'Pending' && latest.status !== 'Testing') return latest;
    const problem = problemOf(error, sensitive);
    await logProvisioningError(nango, row.id, problem, error);
    await logEgressAddress(nango, row.id, problem);
    const held = await beginEnding(context, row);
    const status = row.status === 'Pending' ? step(row.status, 'test').status : row.status;
    const failed = await saveRow(nango, row, {
        ...step(status, 'fail'),
        error: problem,
        retry_at: null,
        unfinished: 'fail'
    });
    return await finishFailure(context, failed, held ?? (await claim.begin(row.id, { phase: 'ending' })));
}

/** The claim itself may be what cannot be reached; the failure counts all the same. */
async function beginEnding(context: Context, row: Row): Promise<Held | null> {
    try {
        return await context.claim.begin(row.id, { phase: 'ending' });
    } catch (error) {
        if (error instanceof AwsError) return null;
        throw error;
    }
}

/** A failed destination keeps no secret and no claim; what AWS refuses of it shows and is tried again. */
export async function finishFailure(context: Context, row: Row, held?: Held | null): Promise<Row> {
    try {
        return await endFailed(context, row, held ?? (await context.claim.begin(row.id, { phase: 'ending' })));
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        return (await readRows(context.nango)).find(({ id }) => id === row.id) ?? row;
    }
}

/** Somebody gave the claim up while the secret was being stored: its connection's deletion, or a run beside this one. */
async function withdraw(context: Context, row: Row): Promise<Row> {
    const now = (await readRows(context.nango)).find(({ id }) => id === row.id) ?? row;
    if (isActive(now.status)) return await fail(context, now, withdrawn(), []);
    await context.vault.scheduleDeletion(row.secret_name);
    return now;
}

async function holdClaim(context: Context, row: Row): Promise<Held> {
    const now = await context.claim.readSurely(row.id);
    if (isActiveFor(now, row.id)) return now;
    const remembered = row.claim_version === null ? null : await context.claim.holderOf(row.claim_version);
    return await takeClaim(context, remembered ?? holderFrom(context, row));
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
