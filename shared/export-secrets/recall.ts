/**
 * Rows that the connection's metadata has lost, from the claim: a reconnect empties the metadata, and metadata that
 * somebody else writes can take rows with it. The active destination stands in the claim as holder, ended ones in its
 * list of past ones.
 */
import { ActionableError } from '../errors.js';
import type { ClaimState, Held } from './claim.js';
import { isOwn, openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { outdatedProblem } from './examine.js';
import { step } from './lifecycle.js';
import { newRow, RowSchema } from './record.js';
import type { Row } from './record.js';
import { destinationNotFound, readRows, saveRow } from './rows.js';

/** The rows of this connection, brought back where there are none. */
export async function recallRows(nango: LifecycleHandle, type: DestinationType): Promise<Row[]> {
    const rows = await readRows(nango);
    if (rows.length > 0) return rows;
    try {
        await bringBack(await openContext(nango, type.type), type);
    } catch (error) {
        // A connection that has nothing to do with export secrets needs none of their set-up.
        if (!(error instanceof ActionableError) || !SET_UP.has(error.code)) throw error;
    }
    return await readRows(nango);
}

const SET_UP: ReadonlySet<string> = new Set([
    'aws_connection_missing',
    'aws_connection_invalid',
    'organization_missing',
    'invalid_settings'
]);

export async function recallRow(nango: LifecycleHandle, type: DestinationType, id: string): Promise<Row> {
    const find = (rows: readonly Row[]): Row | undefined => rows.find((row) => row.id === id);
    const known = find(await recallRows(nango, type));
    if (known !== undefined) return known;
    await bringBack(await openContext(nango, type.type), type);
    const row = find(await readRows(nango));
    if (row === undefined) throw destinationNotFound();
    return row;
}

/** Writes those that are missing into the metadata, and shows at once where the credentials are no longer the stored. */
export async function bringBack(context: Context, type: DestinationType, now?: ClaimState): Promise<void> {
    const claim = now ?? (await context.claim.read());
    if (claim.state === 'missing') return;
    const known = new Set((await readRows(context.nango)).map(({ id }) => id));
    for (const past of claim.content.past) {
        const isOurs =
            past.integration_id === context.nango.providerConfigKey &&
            past.connection_id === context.nango.connectionId;
        if (isOurs && !known.has(past.id)) await saveRow(context.nango, RowSchema.parse(past), {});
    }
    if (claim.state !== 'held' || !isOwn(context, claim.holder) || known.has(claim.holder.id)) return;
    const row = await saveRow(context.nango, rowOf(claim), {});
    if (row.status !== 'Validated') return;
    const problem = await outdatedProblem(context, type, row, claim.holder.options);
    if (problem !== null) await saveRow(context.nango, row, { ...step(row.status, 'degrade'), error: problem });
}

function rowOf({ holder, version }: Held): Row {
    const begun = newRow(holder, version);
    const { stored } = holder;
    if (stored === null) return begun;
    const validated: Row = {
        ...begun,
        ...step('Testing', 'pass'),
        destination_metadata: stored.destination_metadata,
        secret_arn: stored.arn,
        secret_version: stored.version,
        secret_mark: stored.mark
    };
    if (holder.phase === 'active') return validated;
    const archived = { ...validated, ...step(validated.status, 'archive') };
    return { ...archived, unfinished: holder.phase === 'restoring' ? 'restore' : 'archive' };
}
