/** The answers of the driver's protocol to a statement, parsed once. Rows stay as they came until they are asked for. */
import { z } from 'zod';
import { anyNumber, anyText } from '../../schema.js';
import { nameSet } from '../../names.js';
import type { DmlStats } from '../client.js';
import { ResultColumnSchema } from '../result-column.js';
import { SnowflakeError } from '../errors.js';
import { cutResult, expectSum, NOT_WHOLE, notAll, REPORT } from '../whole-result.js';
import { isRunningCode } from '../running-code.js';
import type { SessionNames } from '../session-names.js';

const NameSchema = z
    .string()
    .nullish()
    .transform((name) => name ?? undefined);

export const DataSchema = z.object({
    queryId: anyText,
    rowtype: z.array(ResultColumnSchema),
    rowset: z.array(z.unknown()).nullish(),
    total: anyNumber.nullish(),
    returned: anyNumber.nullish(),
    chunks: z.array(z.object({ url: anyText, rowCount: anyNumber })).nullish(),
    chunkHeaders: z.record(anyText, anyText).nullish(),
    qrmk: anyText.nullish(),
    statementTypeId: anyNumber.nullish(),
    stats: z
        .object({
            numRowsInserted: anyNumber.default(0),
            numRowsUpdated: anyNumber.default(0),
            numRowsDeleted: anyNumber.default(0),
            numDmlDuplicates: anyNumber.default(0)
        })
        .nullish(),
    resultIds: anyText.nullish(),
    finalRoleName: NameSchema,
    finalWarehouseName: NameSchema,
    finalDatabaseName: NameSchema,
    finalSchemaName: NameSchema,
    queryContext: z.unknown()
});
export type ResultData = z.infer<typeof DataSchema>;

/** A file transfer: the driver is told what to move, and there is no result. */
const TransferSchema = z.object({ data: z.object({ command: z.enum(['UPLOAD', 'DOWNLOAD']) }) });
const RunningSchema = z.object({ data: z.object({ queryId: anyText }) });
const CodeSchema = z.object({ code: z.union([anyText, z.number().transform(String)]).nullish() });

export type QueryAnswer =
    | { readonly state: 'running'; readonly handle: string; readonly names: SessionNames }
    | { readonly state: 'succeeded'; readonly data: ResultData; readonly names: SessionNames };

/** `mayBeCut`: the statement itself asked for a limit of rows, by ROWS_PER_RESULTSET. */
export function queryAnswer(body: unknown, mayBeCut = false): QueryAnswer {
    const { code } = CodeSchema.catch({}).parse(body);
    if (isRunningCode(code)) {
        const running = RunningSchema.safeParse(body);
        if (running.success) return { state: 'running', handle: running.data.data.queryId, names: {} };
    }
    if (code === NOT_WHOLE) throw notAll(code);
    const answer = z.object({ data: DataSchema }).safeParse(body);
    if (!answer.success) {
        if (TransferSchema.safeParse(body).success) {
            throw new SnowflakeError(
                'sql_error',
                'Files cannot be transferred from here: PUT and GET move files of the machine that runs them.',
                'Use COPY INTO with a stage that the files reach by another way.'
            );
        }
        throw unexpected(answer.error.issues[0]?.path.join('.') ?? '');
    }
    const { data } = answer.data;
    expectWhole(data, mayBeCut);
    return { state: 'succeeded', data, names: namesAfter(data) };
}

/** Rows in Arrow, or in none at all, must not pass for fewer rows: a sync would delete what it does not see. */
function expectWhole(data: ResultData, mayBeCut: boolean): void {
    const { total, returned } = data;
    const carried = carriedRows(data);
    if (!data.rowset && !data.chunks && total == null && returned == null) throw unexpected('data.rowset');
    if (returned != null) expectSum(returned, [carried]);
    if (total == null) return;
    if (total > carried && returned != null) {
        if (!mayBeCut) throw cutResult(total, returned);
    } else expectSum(total, [carried]);
}

/** What came. `total` also counts what the parameter ROWS_PER_RESULTSET left out. */
export function rowCountOf(data: ResultData): number {
    return carriedRows(data);
}

function carriedRows({ rowset, chunks }: ResultData): number {
    return (chunks ?? []).reduce((sum, { rowCount }) => sum + rowCount, rowset?.length ?? 0);
}

function unexpected(part: string): SnowflakeError {
    return new SnowflakeError(
        'unexpected_response',
        `Snowflake's answer to a statement is not one that its driver knows: ${part}.`,
        REPORT,
        { mayHaveRun: true }
    );
}

/** `constants/query_status.js` of the driver. */
const RUNNING_STATUSES: ReadonlySet<string> = nameSet(
    'RUNNING, RESUMING_WAREHOUSE, QUEUED, QUEUED_REPARING_WAREHOUSE, RESTARTED'
);
const MonitoringSchema = z.object({ data: z.object({ queries: z.array(z.object({ status: anyText })) }) });

/** Whether an answer of `/monitoring/queries` shows a running statement; one that shows nothing leaves it open. */
export function isStillRunning(body: unknown): boolean {
    const answer = MonitoringSchema.safeParse(body);
    const status = answer.data?.data.queries[0]?.status;
    return status !== undefined && RUNNING_STATUSES.has(status);
}

/** A session always has a role: an answer without one says nothing about the session. */
function namesAfter(data: ResultData): SessionNames {
    if (data.finalRoleName === undefined) return {};
    return {
        role: data.finalRoleName,
        warehouse: data.finalWarehouseName,
        database: data.finalDatabaseName,
        schema: data.finalSchemaName
    };
}

/** `result/statement_type.js` of the driver: everything that changes rows lies in this range. */
const FIRST_DML = 0x3000;
const LAST_DML = 0x3fff;

const COUNT_COLUMNS: Readonly<Record<string, keyof Omit<DmlStats, 'rowsUnloaded' | 'bytesUnloaded'>>> = {
    'number of rows inserted': 'rowsInserted',
    'number of rows updated': 'rowsUpdated',
    'number of rows deleted': 'rowsDeleted',
    'number of multi-joined rows updated': 'duplicateRowsUpdated'
};

/** The counts that Snowflake gives apart, or else those in the one row of the result. */
export function dmlStats(data: ResultData): DmlStats | null {
    const type = data.statementTypeId ?? 0;
    const changes = type >= FIRST_DML && type <= LAST_DML;
    if (data.stats && (changes || data.statementTypeId == null)) {
        return {
            rowsInserted: data.stats.numRowsInserted,
            rowsUpdated: data.stats.numRowsUpdated,
            rowsDeleted: data.stats.numRowsDeleted,
            duplicateRowsUpdated: data.stats.numDmlDuplicates
        };
    }
    if (!changes) return null;
    const stats = { rowsInserted: 0, rowsUpdated: 0, rowsDeleted: 0, duplicateRowsUpdated: 0 };
    const row: unknown = data.rowset?.[0];
    for (const [index, column] of data.rowtype.entries()) {
        const count = COUNT_COLUMNS[column.name.toLowerCase()];
        if (count !== undefined && Array.isArray(row)) stats[count] = Number(row[index] ?? 0);
    }
    return stats;
}

/** What a chunk's download must carry; Snowflake gives the headers, or the key that they are made of. */
export function chunkHeaders(data: ResultData): Readonly<Record<string, string>> {
    if (data.chunkHeaders) return data.chunkHeaders;
    if (typeof data.qrmk !== 'string') return {};
    return {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        'x-amz-server-side-encryption-customer-key': data.qrmk
    };
}
