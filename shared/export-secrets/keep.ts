/** How a row that says "active" and its claim come to agree when somebody ends the destination at the same moment. */
import { isActiveFor } from './claim.js';
import type { Context } from './context.js';
import { archive } from './end.js';
import { isActive } from './lifecycle.js';
import type { Row } from './record.js';
import { readRows } from './rows.js';

/**
 * The fresh look after a row was written that says it is active: whoever ended it meanwhile has moved the claim first,
 * so either his row is the last or this look sees it.
 */
export async function keep(context: Context, row: Row): Promise<Row> {
    if (isActiveFor(await context.claim.read(), row.id)) return row;
    return isActiveFor(await context.claim.readSurely(row.id), row.id) ? row : await endedMeanwhile(context, row);
}

/** Its row may say so by now; otherwise it fell behind. */
export async function endedMeanwhile(context: Context, row: Row): Promise<Row> {
    const latest = (await readRows(context.nango)).find(({ id }) => id === row.id) ?? row;
    return isActive(latest.status) ? await archive(context, latest) : latest;
}
