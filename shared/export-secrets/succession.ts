/**
 * Whether the destination that holds the claim still counts, judged by evidence and never by time: its connection is
 * gone, its row has ended, or its claim says that it is ending. Of another environment's destinations there is no
 * evidence here. A holder without a row is a create that was cut off between claim and row: its own connection's sync
 * takes it up again, nobody else may.
 */
import { ActionableError } from '../errors.js';
import { isMissingConnection } from '../nango/missing-connection.js';
import type { Held, Verdict } from './claim.js';
import type { Holder } from './claim-content.js';
import { isOfThisEnvironment, isOwn } from './context.js';
import type { Context } from './context.js';
import { evict } from './end.js';
import { isActive } from './lifecycle.js';
import type { Row } from './record.js';
import { readRows, rowsIn } from './rows.js';
import { runSyncSoon } from './schedule.js';

/** A create needs this long at most to get from its claim to its row. */
const IN_FLIGHT_MS = 60_000;

/** Takes the claim; where the one it is taken from cannot be ended now, that one has it back. */
export async function takeClaim(context: Context, holder: Holder): Promise<Held> {
    const { held, from } = await context.claim.take(holder, async (other) => await judge(context, other));
    try {
        return await evict(context, held);
    } catch (error) {
        if (from !== null) await context.claim.release(held, null, from);
        throw error;
    }
}

async function judge(context: Context, holder: Holder): Promise<Verdict> {
    const active: Verdict = { active: true, refusal: alreadyExists(context, holder) };
    const ended: Verdict = { active: false };
    if (!isOfThisEnvironment(context, holder)) return active;
    const rows = isOwn(context, holder) ? await readRows(context.nango) : await rowsOfOther(context, holder);
    if (rows === 'connection gone' || holder.phase === 'ending') return ended;
    const row = rows.find((candidate) => candidate.id === holder.id);
    if (row?.secret_gone === true) return ended;
    if (holder.phase === 'restoring') return active;
    if (row === undefined) {
        const isLost = Date.parse(holder.created_at) + IN_FLIGHT_MS < Date.now();
        if (isLost && isOwn(context, holder)) await runSyncSoon(context.nango);
        return active;
    }
    return isActive(row.status) || row.unfinished === 'restore' ? active : ended;
}

/** Another destination has the organisation's one place. */
export function alreadyExists(context: Context, other: Holder): ActionableError {
    const details = { http_status: 400, active_secret_id: other.id, active_connection_id: other.connection_id };
    if (isOfThisEnvironment(context, other)) {
        return new ActionableError(
            'export_secret_already_exists',
            `The integration already exists: this organisation has an active ${other.type} export destination.`,
            'List the destinations, disconnect that one, then create the new one.',
            details
        );
    }
    const { name } = other.environment;
    return new ActionableError(
        'export_secret_already_exists',
        `The integration already exists: this organisation has an active ${other.type} export destination in another Nango environment ("${name}") that uses the same AWS account and prefix.`,
        'Disconnect that one there, or give each environment a prefix of its own (EXPORT_SECRETS_PREFIX).',
        { ...details, active_environment: name }
    );
}

/** Read anew: within one execution Nango answers a connection up to a minute old otherwise. */
async function rowsOfOther(context: Context, holder: Holder): Promise<Row[] | 'connection gone'> {
    const { nango } = context;
    try {
        const found = await nango.getConnection(holder.integration_id, holder.connection_id, { refreshToken: true });
        return rowsIn(found.metadata);
    } catch (error) {
        if (isMissingConnection(error)) return 'connection gone';
        throw error;
    }
}
