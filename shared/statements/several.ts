/**
 * What the statements of one request did, one by one. They have all run by now, so nothing here fails the answer that
 * names them: what cannot be read is null, and a caller does not run them again for it.
 */
import type { OutputBudget } from '../nango/output-budget.js';
import type { ResultColumn, SnowflakeClient, StatementResult } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { pMapIterable } from '../vendor/p-map.js';
import { columnsOf } from './rows.js';
import { rowsChanged } from './rows-changed.js';

const CONCURRENCY = 4;

interface OneOfSeveral {
    readonly statement_handle: string;
    readonly num_rows: number | null;
    readonly rows_changed: number | null;
}

export interface Several {
    /** Of all statements, or of the one that there is. */
    readonly rowsChanged: number | null;
    /** Empty for a single statement. */
    readonly statements: readonly OneOfSeveral[];
    /** Their columns, in the same order. */
    readonly columns: readonly (readonly ResultColumn[])[];
}

export async function readSeveral(client: SnowflakeClient, result: StatementResult): Promise<Several> {
    if (result.childHandles.length === 0) {
        return { rowsChanged: await rowsChanged(result), statements: [], columns: [] };
    }
    const statements: OneOfSeveral[] = [];
    const columns: (readonly ResultColumn[])[] = [];
    let isLost = false;
    const read = pMapIterable(
        result.childHandles,
        async (handle) => {
            const found = isLost ? null : await readOne(client, handle);
            isLost ||= found === null;
            return { handle, found };
        },
        { concurrency: CONCURRENCY }
    );
    for await (const { handle, found } of read) {
        const counts = { num_rows: found?.result.rowCount ?? null, rows_changed: found?.changed ?? null };
        statements.push({ statement_handle: handle, ...counts });
        columns.push(found?.result.columns ?? []);
    }
    return { rowsChanged: sumOf(statements), statements, columns };
}

async function readOne(
    client: SnowflakeClient,
    handle: string
): Promise<{ readonly result: StatementResult; readonly changed: number } | null> {
    try {
        const status = await client.status(handle);
        if (status.state === 'running') return null;
        return { result: status.result, changed: await rowsChanged(status.result) };
    } catch (error) {
        if (error instanceof SnowflakeError) return null;
        throw error;
    }
}

function sumOf(statements: readonly OneOfSeveral[]): number | null {
    let sum = 0;
    for (const { rows_changed: changed } of statements) {
        if (changed === null) return null;
        sum += changed;
    }
    return sum;
}

/** Each statement with its columns, as far as they fit. */
export function withColumns({ statements, columns }: Several, budget: OutputBudget) {
    return statements.map((statement, index) => {
        const described = { columns: columnsOf(columns[index] ?? []) };
        return statement.num_rows !== null && budget.take(described) ? { ...statement, ...described } : statement;
    });
}
