/** The SQL API as somebody in a hurry would call it: for what the package is measured against. */
import { z } from 'zod';
import type { CountingHandle } from './counting-handle.js';

/** Rows are not looked into: a check of each cell would be part of what is measured. */
export const AnswerSchema = z.object({
    statementHandle: z.string().optional(),
    resultSetMetaData: z
        .object({ rowType: z.array(z.object({ name: z.string() })), partitionInfo: z.array(z.unknown()) })
        .optional(),
    data: z.custom<readonly (readonly (string | null)[])[]>(Array.isArray)
});

export async function allRows(handle: CountingHandle, statement: string): Promise<Record<string, string | null>[]> {
    const request = { baseUrlOverride: 'https://myorg-myaccount.snowflakecomputing.com' };
    const headers = { accept: 'application/json' };
    const endpoint = '/api/v2/statements';
    const first = await handle.proxy({ ...request, headers, method: 'POST', endpoint, data: { statement } });
    const answer = AnswerSchema.parse(first.data);
    const names = answer.resultSetMetaData?.rowType.map(({ name }) => name) ?? [];
    const rows = [...answer.data];
    for (let index = 1; index < (answer.resultSetMetaData?.partitionInfo.length ?? 0); index += 1) {
        const part = {
            method: 'GET',
            endpoint: `${endpoint}/${answer.statementHandle}`,
            params: { partition: `${index}` }
        };
        const { data } = AnswerSchema.parse((await handle.proxy({ ...request, headers, ...part })).data);
        for (const row of data) rows.push(row);
    }
    return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}
