/**
 * Rows of a result for an action's output: typed, and only as many as fit. Where a page ends inside a partition, the
 * cursor says the row; the next page fetches that partition once more, since nothing outlives an action.
 */
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../nango/cursor.js';
import { OutputBudget } from '../nango/output-budget.js';
import { wrongInput } from '../nango/report.js';
import type { InputError } from '../nango/report.js';
import type { ResultColumn, StatementResult } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { decodeCell, decodeRow } from '../snowflake/values.js';
import type { JsonValue } from '../snowflake/values.js';
import type { ColumnSchema } from './outputs.js';

export type RowFormat = 'both' | 'records' | 'arrays';

const RowPositionSchema = z.object({ partition: z.int().min(0), row: z.int().min(0) });
export type RowPosition = z.infer<typeof RowPositionSchema>;

export interface RowPage {
    readonly arrays?: JsonValue[][];
    readonly records?: Record<string, JsonValue>[];
    readonly next_cursor: string | null;
    readonly next_partition_num: number | null;
}

export const FIRST_ROW: RowPosition = { partition: 0, row: 0 };

export function rowCursor(text: string, handle: string): RowPosition {
    return decodeCursor(RowPositionSchema, text, handle);
}

export interface RowPageOptions {
    /** The page ends with its partition. */
    readonly onePartition?: boolean;
    /** A page without any row is better than an error: the statement has just run, and the answer names its handle. */
    readonly orNone?: boolean;
    /** The page ends after so many rows. */
    readonly limit?: number | undefined;
}

/** As many rows as fit into the budget. */
export async function rowPage(
    result: StatementResult,
    start: RowPosition,
    format: RowFormat,
    budget: OutputBudget,
    { onePartition = false, orNone = false, limit = Infinity }: RowPageOptions = {}
): Promise<RowPage> {
    if (start.partition >= result.partitionCount) throw noPartition(result, start.partition);
    const arrays: JsonValue[][] = [];
    const records: Record<string, JsonValue>[] = [];
    let next: RowPosition | null = null;
    let { partition, row: first } = start;
    let taken = 0;
    for (; next === null && partition < result.partitionCount; partition += 1, first = 0) {
        if ((onePartition && partition > start.partition) || taken === limit) {
            next = { partition, row: 0 };
            break;
        }
        const rows = await result.partition(partition);
        for (let index = first; index < rows.length; index += 1) {
            const row = rows[index] ?? [];
            const array =
                format === 'records' ? null : result.columns.map((col, at) => decodeCell(row[at] ?? null, col));
            const record = format === 'arrays' ? null : decodeRow(row, result.columns);
            if (taken === limit || !budget.take([array, record])) {
                if (taken === 0 && !orNone) throw rowTooLarge(partition, index);
                next = { partition, row: index };
                break;
            }
            if (array) arrays.push(array);
            if (record) records.push(record);
            taken += 1;
        }
    }
    return {
        ...(format !== 'records' && { arrays }),
        ...(format !== 'arrays' && { records }),
        next_cursor: next && encodeCursor(next, result.handle),
        next_partition_num: next?.row === 0 ? next.partition : null
    };
}

export interface PagedRows extends Pick<RowPage, 'records' | 'next_cursor' | 'next_partition_num'> {
    readonly rows?: JsonValue[][];
}

/** The answer with as many rows as fit beside it. */
export async function withRows<Answer extends object>(
    answer: Answer,
    result: StatementResult,
    start: RowPosition,
    format: RowFormat,
    options: RowPageOptions
): Promise<Answer & PagedRows> {
    const { arrays, records, ...page } = await rowPage(result, start, format, new OutputBudget(answer), options);
    return { ...answer, ...(arrays && { rows: arrays }), ...(records && { records }), ...page };
}

export function columnsOf(columns: readonly ResultColumn[]): z.infer<typeof ColumnSchema>[] {
    return columns.map(({ byteLength, ...column }) => ({ ...column, byteLength: byteLength ?? null }));
}

function noPartition(result: StatementResult, partition: number): InputError {
    return wrongInput(
        'partition',
        `the result has ${result.partitionCount} partition(s), so there is no ${partition}`,
        'Partitions count from 0.'
    );
}

function rowTooLarge(partition: number, row: number): SnowflakeError {
    return new SnowflakeError(
        'result_too_large',
        `Row ${row} of partition ${partition} is larger than an action's output may be (2 MB).`,
        'Select fewer columns, cut long values (LEFT, SUBSTR), or set row_format to records or arrays.'
    );
}
