/**
 * Runs before a connection is deleted: its destinations end with it. Nothing can stop the deletion, so whatever cannot
 * be done is told in the log and put on the list of leftovers, which other connections' hourly runs go on with.
 */
import { ActionableError } from '../errors.js';
import { namedOrganisation } from '../nango/organisation.js';
import { isOwn, openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import { isActive } from './lifecycle.js';
import { endOrphan, leftoverOf } from './orphan.js';
import type { Remains } from './orphan.js';
import { readRows } from './rows.js';
import { VERSION } from '../version.js';

export const preConnectionDeletionSpec = {
    event: 'pre-connection-deletion',
    description: 'Schedules the secrets of the connection for deletion and gives its place up.',
    version: VERSION
} as const;

export async function endExportSecrets(nango: LifecycleHandle, typeName: string): Promise<void> {
    const rows: Remains[] = (await readRows(nango)).filter((row) => isActive(row.status) || row.unfinished !== null);
    const named = namedOrganisation(await nango.getConnection());
    const organisations = new Set(rows.map((row) => row.organization_id));
    if (named !== null) organisations.add(named);
    for (const organisation of organisations) {
        const ofIt = rows.filter((row) => row.organization_id === organisation);
        try {
            const context = await openContext(nango, typeName, organisation);
            for (const row of [...ofIt, ...(await lostRows(context, ofIt))]) await end(context, row);
        } catch (error) {
            if (ofIt.length > 0) await warn(nango, 'Export secrets of this connection were not deleted', error);
        }
    }
}

/** A destination that holds the claim and whose row was lost, or that is being restored at this moment. */
async function lostRows(context: Context, known: readonly Remains[]): Promise<Remains[]> {
    try {
        const now = await context.claim.read();
        if (now.state !== 'held' || !isOwn(context, now.holder)) return [];
        const { holder } = now;
        const secretArn = holder.stored?.arn ?? null;
        return known.some((row) => row.id === holder.id) ? [] : [{ ...holder, secret_arn: secretArn }];
    } catch (error) {
        await warn(context.nango, 'The claim could not be read', error);
        return [];
    }
}

async function end(context: Context, row: Remains): Promise<void> {
    const { nango } = context;
    try {
        const date = await endOrphan(context, row);
        const what =
            date === null
                ? `of export destination ${row.id} no secret was there, or it was on its way out already`
                : `the secret of export destination ${row.id} is deleted on ${date}`;
        await nango.log(`The connection is being deleted: ${what}.`, { level: 'info' });
    } catch (error) {
        await warn(nango, `Export secret ${row.id} ("${row.secret_name}") was not deleted with its connection`, error);
        await leave(context, row);
    }
}

async function leave(context: Context, row: Remains): Promise<void> {
    try {
        await context.leftovers.add(leftoverOf(context, row));
    } catch (error) {
        await warn(
            context.nango,
            `Delete the secret "${row.secret_name}" by hand: nothing remembers it any more`,
            error
        );
    }
}

async function warn(nango: LifecycleHandle, what: string, error: unknown): Promise<void> {
    const why = error instanceof ActionableError ? error.advice : 'An unexpected error occurred.';
    await nango.log(`${what}: ${why}`, { level: 'error' });
}
