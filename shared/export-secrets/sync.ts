/**
 * The sync `export-secrets`: provisions what is pending, finishes what was cut off, reconciles what is active, and saves
 * every destination of the connection as an `ExportSecret` record. It deletes none: ended ones are kept for audit.
 */
import type { NangoRecord } from '../nango/handle.js';
import { AwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { isOwn, openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { archive } from './disconnect.js';
import { finishFailure, provision } from './provision.js';
import { reconcile } from './reconcile.js';
import { ExportSecretSchema } from './record.js';
import type { Row } from './record.js';
import { restore } from './restore.js';
import { readRows } from './rows.js';
import { adopt } from './succession.js';

const MODEL = 'ExportSecret';

export const syncSpec = {
    description: 'Provisions and watches the export destinations of this connection.',
    version: '1.0.0',
    frequency: 'every hour',
    autoStart: false,
    syncType: 'full',
    models: { ExportSecret: ExportSecretSchema }
} as const;

export type LifecycleSyncHandle = LifecycleHandle & {
    batchSave(records: NangoRecord[], model: string): boolean | Promise<boolean>;
};

export async function syncExportSecrets(nango: LifecycleSyncHandle, type: DestinationType): Promise<void> {
    const context = await open(nango, type);
    if (context === null) return;
    await adoptLostRow(context);
    const done = new Set<string>();
    let failure: unknown;
    // A destination created while this runs would otherwise wait for the next run.
    for (let row = await next(nango, done); row !== undefined; row = await next(nango, done)) {
        done.add(row.id);
        try {
            await advance(context, type, nango, row);
        } catch (error) {
            failure ??= error;
        }
    }
    const rows = await readRows(nango);
    if (rows.length > 0) await nango.batchSave(rows.map(context.record), MODEL);
    if (failure !== undefined) throw failure;
}

async function next(nango: LifecycleSyncHandle, done: ReadonlySet<string>): Promise<Row | undefined> {
    return (await readRows(nango)).find((row) => !done.has(row.id));
}

async function advance(context: Context, type: DestinationType, nango: LifecycleSyncHandle, row: Row): Promise<void> {
    const save = async (changed: Row): Promise<void> => {
        await nango.batchSave([context.record(changed)], MODEL);
    };
    if (row.status === 'Pending' || row.status === 'Testing') {
        await provision(context, type, row, save);
    } else if (row.unfinished === 'fail') {
        await finishFailure(context, row);
    } else if (row.unfinished === 'archive' || row.unfinished === 'restore') {
        await finish(context, row);
    } else if (row.status === 'Validated') {
        const reconciled = await reconcile(context, type, row);
        if (reconciled.unfinished === 'archive') await finish(context, reconciled);
    }
}

/** What cannot be finished now (a job runs, another is active) is told in the log and tried again next time. */
async function finish(context: Context, row: Row): Promise<void> {
    try {
        await (row.unfinished === 'restore' ? restore(context, row) : archive(context, row));
    } catch (error) {
        if (!(error instanceof ActionableError) || error instanceof AwsError) throw error;
        await context.nango.log(`${error.code} secret_id=${row.id}: ${error.advice}`, { level: 'warn' });
    }
}

/** Null for a connection that has nothing to do with export secrets; set-up errors count once there is a row. */
async function open(nango: LifecycleSyncHandle, type: DestinationType): Promise<Context | null> {
    try {
        return await openContext(nango, type.type);
    } catch (error) {
        const rows = await readRows(nango);
        if (rows.length === 0 && error instanceof ActionableError) {
            await nango.log(`Nothing to do: ${error.advice}`, { level: 'info' });
            return null;
        }
        throw error;
    }
}

/** A create that was cut off after its claim, or a row that a concurrent metadata write lost. */
async function adoptLostRow(context: Context): Promise<void> {
    const now = await context.claim.read();
    if (now.state !== 'held' || !isOwn(context, now.holder)) return;
    const { id } = now.holder;
    const rows = await readRows(context.nango);
    if (!rows.some((row) => row.id === id)) await adopt(context, now.holder, now.version);
}
