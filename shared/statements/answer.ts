/** A statement as the actions answer it: running, or with its first rows. Codes and texts are the SQL API's own. */
import type { z } from 'zod';
import { OutputBudget } from '../nango/output-budget.js';
import type { SnowflakeClient, StatementResult } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { columnsOf, FIRST_ROW, rowPage } from './rows.js';
import type { RowFormat } from './rows.js';
import { readSeveral, withColumns } from './several.js';
import type { getStatementStatusSpec } from './specs.js';

export type Answer = z.infer<typeof getStatementStatusSpec.output>;

export function statusUrl(handle: string): string {
    return `/api/v2/statements/${handle}`;
}

/** https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses */
export function runningAnswer(handle: string): Answer {
    return {
        state: 'running',
        code: '333334',
        message: 'The statement is running. Ask get-statement-status for its state.',
        statementHandle: handle,
        statementStatusUrl: statusUrl(handle),
        rows_changed: null,
        next_cursor: null,
        next_partition_num: null
    };
}

/** The statement has run: what does not fit into the answer is left out, and its handle is always there. */
export async function resultAnswer(
    client: SnowflakeClient,
    result: StatementResult,
    format: RowFormat
): Promise<Answer> {
    const { handle, stats, childHandles } = result;
    const several = await readSeveral(client, result);
    const answer = {
        state: 'succeeded' as const,
        code: '090001',
        sqlState: '00000',
        message: 'Statement executed successfully.',
        statementHandle: handle,
        ...(childHandles.length > 0 && { statementHandles: [...childHandles] }),
        statementStatusUrl: statusUrl(handle),
        ...(result.createdOnMs !== undefined && { createdOn: result.createdOnMs }),
        ...(stats && {
            stats: {
                numRowsInserted: stats.rowsInserted,
                numRowsUpdated: stats.rowsUpdated,
                numRowsDeleted: stats.rowsDeleted,
                numDuplicateRowsUpdated: stats.duplicateRowsUpdated,
                ...dropUnset({ numRowsUnloaded: stats.rowsUnloaded, numBytesUnloaded: stats.bytesUnloaded })
            }
        }),
        rows_changed: several.rowsChanged
    };
    const budget = new OutputBudget([answer, several.statements]);
    const resultSetMetaData = {
        numRows: result.rowCount,
        format: 'jsonv2',
        rowType: columnsOf(result.columns),
        partitionInfo: (result.partitionInfo ?? []).map((partition) => ({ ...partition }))
    };
    const isDescribed = budget.take({ resultSetMetaData });
    const { arrays, records, ...page } = await rowPage(result, FIRST_ROW, format, budget, { orNone: true });
    return {
        ...answer,
        ...(isDescribed && { resultSetMetaData }),
        ...(arrays && { data: arrays }),
        ...(records && { records }),
        ...(childHandles.length > 0 && { statements: withColumns(several, budget) }),
        ...page
    };
}
