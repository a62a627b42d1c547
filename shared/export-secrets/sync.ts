/**
 * The sync `export-secrets`: provisions what is pending, finishes what was cut off, reconciles what is active, and saves
 * every destination of the connection as an `ExportSecret` record. It deletes none: ended ones are kept for audit.
 */
import { SYNC_FREQUENCY } from '../limits.js';
import type { NangoRecord } from '../nango/handle.js';
import { isMissingConnection } from '../nango/missing-connection.js';
import { AwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { isHeldBy } from './claim.js';
import type { ClaimState } from './claim.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { lookAfter } from './ended.js';
import { archive } from './end.js';
import { sweepLeftovers } from './orphan.js';
import { finishFailure, provision } from './provision.js';
import { bringBack } from './recall.js';
import { reconcile } from './reconcile.js';
import { ExportSecretSchema, RowSchema } from './record.js';
import type { Row } from './record.js';
import { restore } from './restore.js';
import { readRows, saveRow } from './rows.js';
import { VERSION } from '../version.js';

const MODEL = 'ExportSecret';

export const syncSpec = {
    description: 'Provisions and watches the export destinations of this connection.',
    version: VERSION,
    frequency: SYNC_FREQUENCY,
    autoStart: false,
    syncType: 'full',
    models: { ExportSecret: ExportSecretSchema }
} as const;

export type LifecycleSyncHandle = LifecycleHandle & {
    batchSave(records: NangoRecord[], model: string): boolean | Promise<boolean>;
    listRecords(model: string): AsyncGenerator<NangoRecord>;
};

export async function syncExportSecrets(nango: LifecycleSyncHandle, type: DestinationType): Promise<void> {
    const context = await open(nango, type);
    if (context === null) return;
    try {
        await run(context, type, nango);
    } catch (error) {
        if (!isMissingConnection(error)) throw error;
        await nango.log('The connection was deleted during this run, and its export destinations with it.', {
            level: 'info'
        });
    }
}

async function run(context: Context, type: DestinationType, nango: LifecycleSyncHandle): Promise<void> {
    const claimed = await context.claim.read();
    // A create that was cut off after its claim, a reconnect, or a row that a concurrent metadata write lost.
    await bringBack(context, type, claimed);
    await bringBackRecorded(nango);
    const done = new Set<string>();
    let failure: unknown;
    // A destination created while this runs would otherwise wait for the next run.
    for (let row = await next(nango, done); row !== undefined; row = await next(nango, done)) {
        done.add(row.id);
        try {
            await advance(context.of(row.organization_id), type, nango, row, claimed);
        } catch (error) {
            failure ??= error;
        }
    }
    const rows = await readRows(nango);
    if (rows.length > 0) {
        await nango.batchSave(rows.map(context.record), MODEL);
        await sweepLeftovers(context);
    }
    if (failure !== undefined) throw failure;
}

async function next(nango: LifecycleSyncHandle, done: ReadonlySet<string>): Promise<Row | undefined> {
    return (await readRows(nango)).find((row) => !done.has(row.id));
}

async function advance(
    context: Context,
    type: DestinationType,
    nango: LifecycleSyncHandle,
    row: Row,
    claimed: ClaimState
): Promise<void> {
    const save = async (changed: Row): Promise<void> => {
        await nango.batchSave([context.record(changed)], MODEL);
    };
    if (row.status === 'Pending' || row.status === 'Testing') {
        await provision(context, type, row, save);
    } else if (row.unfinished === 'fail') {
        await finishFailure(context, row);
    } else if (row.unfinished === 'archive' || row.unfinished === 'restore') {
        await finish(context, type, row);
    } else if (row.status === 'Validated') {
        await orLog(context, row, async () => await reconcile(context, type, row));
    } else if (row.status === 'Archived' && isHeldBy(claimed, row.id)) {
        // The row was read after the claim, and a look at the claim may be old: a disconnect of a moment ago is not undone.
        const now = await context.claim.readLater();
        if (isHeldBy(now, row.id)) {
            // Archiving gives the claim up, so the row fell behind a restore, or the end was cut off.
            await finish(context, type, { ...row, unfinished: now.holder.phase === 'ending' ? 'archive' : 'restore' });
        } else await lookAfter(context, row);
    } else {
        await lookAfter(context, row);
    }
}

async function finish(context: Context, type: DestinationType, row: Row): Promise<void> {
    await orLog(context, row, async () => {
        await (row.unfinished === 'restore' ? restore(context, type, row) : archive(context, row));
    });
}

/** What cannot be finished now (a job runs, another is active) is told in the log and tried again next time. */
async function orLog(context: Context, row: Row, work: () => Promise<unknown>): Promise<void> {
    try {
        await work();
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

/** Rows that somebody overwrote with other metadata: those that ended stand in the records alone. */
async function bringBackRecorded(nango: LifecycleSyncHandle): Promise<void> {
    const known = new Set((await readRows(nango)).map(({ id }) => id));
    for await (const record of nango.listRecords(MODEL)) {
        // A record that was not changed for a month is emptied by Nango.
        const row = RowSchema.safeParse(record).data;
        if (row !== undefined && !known.has(row.id)) await saveRow(nango, row, {});
    }
}
