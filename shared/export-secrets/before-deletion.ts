/**
 * Runs before a connection is deleted: its destinations end with it. Nothing can stop the deletion, so whatever cannot
 * be done is told in the log; a claim left behind is taken over by the organisation's next destination.
 */
import { ActionableError } from '../errors.js';
import { isOwn, openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import { isActive } from './lifecycle.js';
import { readRows } from './rows.js';

export const preConnectionDeletionSpec = {
    event: 'pre-connection-deletion',
    description: 'Schedules the secrets of the connection for deletion and gives its place up.',
    version: '1.0.0'
} as const;

interface Remains {
    readonly id: string;
    readonly secret_name: string;
    readonly secret_arn: string | null;
}

export async function endExportSecrets(nango: LifecycleHandle, typeName: string): Promise<void> {
    const rows = await readRows(nango);
    let context: Context;
    try {
        context = await openContext(nango, typeName);
    } catch (error) {
        if (rows.length > 0) await warn(nango, 'Export secrets of this connection were not deleted', error);
        return;
    }
    const remains: Remains[] = rows.filter((row) => isActive(row.status) || row.unfinished !== null);
    try {
        const now = await context.claim.read();
        if (now.state === 'held' && isOwn(context, now.holder)) {
            const { holder } = now;
            if (!remains.some((row) => row.id === holder.id)) remains.push({ ...holder, secret_arn: null });
        }
    } catch (error) {
        await warn(nango, 'The claim could not be read', error);
    }
    for (const row of remains) await end(context, row);
}

async function end(context: Context, row: Remains): Promise<void> {
    const { nango } = context;
    try {
        await context.guard(row, row.secret_arn);
        const date = await context.vault.scheduleDeletion(row.secret_name);
        await context.claim.release(row.id);
        const when = date === null ? 'was already gone' : `is deleted on ${date}`;
        await nango.log(`The connection is being deleted: export secret ${row.id} ${when}.`, { level: 'info' });
    } catch (error) {
        await warn(nango, `Export secret ${row.id} was not deleted with its connection`, error);
    }
}

async function warn(nango: LifecycleHandle, what: string, error: unknown): Promise<void> {
    const why = error instanceof ActionableError ? error.advice : 'An unexpected error occurred.';
    await nango.log(`${what}: ${why}`, { level: 'error' });
}
