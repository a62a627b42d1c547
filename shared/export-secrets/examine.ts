/** What is wrong with a stored destination at this moment: its organisation, its secret, its credentials, its login. */
import { ActionableError } from '../errors.js';
import type { Context } from './context.js';
import type { Candidate, DestinationOptions, DestinationType } from './destination-type.js';
import { glueConnectionProblem } from './glue-connection.js';
import { isMarkOf } from './mark.js';
import { logEgressAddress, problem, problemOf } from './problem.js';
import type { Problem, Row } from './record.js';
import { isPassing } from './verdict.js';

export async function examine(
    context: Context,
    type: DestinationType,
    row: Row,
    options: DestinationOptions
): Promise<Problem | null> {
    return (
        organisationProblem(context, row) ??
        (await secretProblem(context, row)) ??
        (await loginProblem(context, type, row, options))
    );
}

/** A tag that changed must not move a destination to another organisation, nor end it. */
export function organisationProblem(context: Context, row: Row): Problem | null {
    const named = context.namedOrganisation;
    if (named === row.organization_id) return null;
    return problem(
        'organization_changed',
        `The destination was created for the organisation "${row.organization_id}", and its connection now names ${named === null ? 'none' : `"${named}"`}. Put the connection's tag organization_id back, or disconnect this destination and create a new one.`
    );
}

async function secretProblem(context: Context, row: Row): Promise<Problem | null> {
    const found = await context.vault.inspect(row.secret_name);
    switch (found.state) {
        case 'gone':
            return problem(
                'export_secret_missing',
                'The secret was deleted in Secrets Manager. Disconnect this destination and create a new one.'
            );
        case 'scheduled':
            return problem(
                'export_secret_scheduled_for_deletion',
                `The secret was scheduled for deletion in Secrets Manager and goes on ${found.earliestDeletion.slice(0, 10)} at the earliest. Restore it there, or disconnect this destination.`
            );
        case 'present':
            if (row.secret_version === null || found.version === row.secret_version) return null;
            return problem(
                'export_secret_changed',
                'The secret was changed in Secrets Manager after it was validated. Put back its previous version, or disconnect this destination and create a new one.'
            );
    }
}

async function loginProblem(
    context: Context,
    type: DestinationType,
    row: Row,
    options: DestinationOptions
): Promise<Problem | null> {
    let sensitive: readonly string[] = [];
    try {
        const candidate = await type.prepare(context.nango, options, context.settings);
        sensitive = candidate.sensitive;
        // A login with the connection's credentials proves something only while they are the stored ones.
        if (await isOutdated(row, candidate)) return OUTDATED;
        await candidate.test();
        return await glueConnectionProblem(context, row, candidate);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        const found = problemOf(error, sensitive);
        if (!isPassing(found.code, found.message)) await logEgressAddress(context.nango, row.id, found);
        return found;
    }
}

async function isOutdated(row: Row, candidate: Candidate): Promise<boolean> {
    return row.secret_mark !== null && !(await isMarkOf(row.secret_mark, candidate.content(row.format).secretString));
}

/** The connection's credentials are no longer those that are stored. Asks neither AWS nor the destination. */
export async function outdatedProblem(
    context: Context,
    type: DestinationType,
    row: Row,
    options: DestinationOptions
): Promise<Problem | null> {
    try {
        const candidate = await type.prepare(context.nango, options, context.settings);
        return (await isOutdated(row, candidate)) ? OUTDATED : null;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        return problemOf(error, []);
    }
}

const OUTDATED: Problem = problem(
    'export_secret_outdated',
    'The connection now has other credentials or settings than the secret in Secrets Manager, which export jobs go on using: it was reconnected or reconfigured (a reconnect that is refused replaces a password as well). Disconnect this destination and create a new one, or put the former credentials back by another reconnect.'
);
