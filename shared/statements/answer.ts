/** A statement as the actions answer it: running, or with its first rows. Codes and texts are the SQL API's own. */
import type { z } from 'zod';
import type { StatementResult } from '../snowflake/client.js';
import { columnsOf, FIRST_ROW, rowPage } from './rows.js';
import type { RowFormat } from './rows.js';
import { rowsChanged } from './rows-changed.js';
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

export async function resultAnswer(result: StatementResult, format: RowFormat, rest: object): Promise<Answer> {
    const { handle, stats, childHandles } = result;
    const partitionInfo = (result.partitionInfo ?? []).map((partition) => ({ ...partition }));
    const answer = {
        state: 'succeeded' as const,
        code: '090001',
        sqlState: '00000',
        message: 'Statement executed successfully.',
        statementHandle: handle,
        ...(childHandles.length > 0 && { statementHandles: [...childHandles] }),
        statementStatusUrl: statusUrl(handle),
        ...(result.createdOnMs !== undefined && { createdOn: result.createdOnMs }),
        resultSetMetaData: {
            numRows: result.rowCount,
            format: 'jsonv2',
            rowType: columnsOf(result.columns),
            partitionInfo
        },
        ...(stats && {
            stats: {
                numRowsInserted: stats.rowsInserted,
                numRowsUpdated: stats.rowsUpdated,
                numRowsDeleted: stats.rowsDeleted,
                numDuplicateRowsUpdated: stats.duplicateRowsUpdated
            }
        }),
        rows_changed: await rowsChanged(result)
    };
    const { arrays, records, ...page } = await rowPage(result, FIRST_ROW, format, [answer, rest]);
    return { ...answer, ...(arrays && { data: arrays }), ...(records && { records }), ...page };
}
