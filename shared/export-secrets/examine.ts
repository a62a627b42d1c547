/** What is wrong with a stored destination at this moment: its organisation, its secret, its credentials, its login. */
import { ActionableError } from '../errors.js';
import type { Context } from './context.js';
import type { DestinationOptions, DestinationType } from './destination-type.js';
import { isMarkOf } from './mark.js';
import { logEgressAddress, problemOf } from './problem.js';
import type { Problem, Row } from './record.js';

/** Trouble of the moment: it says nothing about the credentials. */
const PASSING_CODES: ReadonlySet<string> = new Set([
    'unavailable',
    'too_many_requests',
    'login_timeout',
    'unexpected_response',
    'statement_timeout',
    'aws_unavailable'
]);

export function isPassing(problem: Problem | null): boolean {
    return problem !== null && PASSING_CODES.has(problem.code);
}

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
    return {
        code: 'organization_changed',
        message: `The destination was created for the organisation "${row.organization_id}", and its connection now names ${named === null ? 'none' : `"${named}"`}. Put the connection's tag organization_id back, or disconnect this destination and create a new one.`
    };
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
): Promise<Problem | null> {
    let sensitive: readonly string[] = [];
    try {
        const candidate = await type.prepare(context.nango, options, context.settings);
        sensitive = candidate.sensitive;
        // A login with the connection's credentials proves something only while they are the stored ones.
        if (row.secret_mark !== null && !(await isMarkOf(row.secret_mark, candidate.secretString))) return OUTDATED;
        await candidate.test();
        return null;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        const problem = problemOf(error, sensitive);
        if (!isPassing(problem)) await logEgressAddress(context.nango, row.id, problem);
        return problem;
    }
}

const OUTDATED: Problem = {
    code: 'export_secret_outdated',
    message:
        'The connection now has other credentials or settings than the secret in Secrets Manager, which export jobs go on using: it was reconnected or reconfigured. Disconnect this destination and create a new one, or put the former ones back.'
};
