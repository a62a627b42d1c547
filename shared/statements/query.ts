/** query: one statement that reads, its first rows, and the handle by which get-statement-result reads on. */
import type { z } from 'zod';
import { ActionableError } from '../errors.js';
import { parseInput } from '../nango/report.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { oneReading } from '../sql/one-reading.js';
import { bindsOf } from './binds.js';
import { placeOf } from './place.js';
import { FIRST_ROW, withRows } from './rows.js';
import { refuseShownOnce } from './shown-once.js';
import { DEFAULT_QUERY_ROWS, DEFAULT_QUERY_SECONDS, querySpec } from './specs.js';

export async function query(client: SnowflakeClient, given: unknown): Promise<z.infer<typeof querySpec.output>> {
    const input = parseInput(querySpec.input, given);
    const guarded = oneReading(input.statement);
    if ('problem' in guarded) throw notReadOnly(guarded.problem);
    const result = await client.execute(guarded.text, {
        ...dropUnset({ ...placeOf(input), binds: bindsOf(input) }),
        statementCount: 1,
        timeoutSeconds: input.timeout ?? DEFAULT_QUERY_SECONDS
    });
    // RESULT_SCAN reads such an answer too.
    refuseShownOnce(result.columns);
    const answer = {
        statement_handle: result.handle,
        num_rows: result.rowCount,
        columns: result.columns.map(({ name, type }) => ({ name, type }))
    };
    const limit = input.limit ?? DEFAULT_QUERY_ROWS;
    return await withRows(answer, result, FIRST_ROW, input.row_format ?? 'records', { limit });
}

function notReadOnly(problem: string): ActionableError {
    return new ActionableError(
        'statement_not_read_only',
        `The statement was not run: ${problem}.`,
        'Send one SELECT, WITH … SELECT, SHOW, DESCRIBE or EXPLAIN. What changes something is for execute-statement, where that is offered.'
    );
}
