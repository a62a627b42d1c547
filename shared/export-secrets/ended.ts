/**
 * The hourly look at a destination that has ended, until AWS has deleted its secret: somebody may have restored it in
 * the console. It is shown and not undone, as nothing is that a person did in AWS.
 */
import type { Context } from './context.js';
import { step } from './lifecycle.js';
import { problem } from './problem.js';
import type { Problem, Row } from './record.js';
import { saveRow } from './rows.js';

export async function lookAfter(context: Context, row: Row): Promise<Row> {
    if (row.secret_gone) return row;
    const found = await context.vault.inspect(row.secret_name);
    if (found.state === 'gone') return await saveRow(context.nango, row, { ...shown(row, null), secret_gone: true });
    const wrong = found.state === 'present' ? STILL_THERE : null;
    if (wrong?.code === row.ending_problem?.code) return row;
    if (wrong !== null)
        await context.nango.log(`${wrong.code} secret_id=${row.id}: ${wrong.message}`, { level: 'warn' });
    return await saveRow(context.nango, row, shown(row, wrong));
}

function shown(row: Row, wrong: Problem | null): Partial<Row> {
    const status = row.status === 'Archived' ? step(row.status, wrong === null ? 'end' : 'linger') : {};
    return { ...status, ending_problem: wrong };
}

const STILL_THERE: Problem = problem(
    'export_secret_still_there',
    'The destination has ended, and its secret is live in Secrets Manager: somebody restored it there. Delete it there, or bring the destination back with restore-export-secret.'
);
