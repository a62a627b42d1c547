/**
 * How many rows a statement changed. Snowflake gives counts beside the result of DML; where a protocol leaves them
 * out, the result itself says it: one row with `number of rows inserted` and its kin.
 * https://docs.snowflake.com/en/sql-reference/sql/merge#usage-notes
 */
import type { StatementResult } from '../snowflake/client.js';

const COUNT_COLUMN = /^number of (multi-joined )?rows (inserted|updated|deleted)$/i;

export async function rowsChanged(result: StatementResult): Promise<number> {
    if (result.stats) return result.stats.rowsInserted + result.stats.rowsUpdated + result.stats.rowsDeleted;
    if (result.rowCount !== 1 || !result.columns.every(({ name }) => COUNT_COLUMN.test(name))) return 0;
    const [row = []] = await result.partition(0);
    return result.columns.reduce(
        (sum, { name }, index) => (/multi-joined/i.test(name) ? sum : sum + (Number(row[index]) || 0)),
        0
    );
}
