/** The SQL API as somebody in a hurry would call it: for what the package is measured against. */
import { z } from 'zod';
import type { CountingHandle } from './counting-handle.js';

const STATEMENTS = '/api/v2/statements';

/** Rows are not looked into: a check of each cell would be part of what is measured. */
const AnswerSchema = z.object({
    statementHandle: z.string().optional(),
    resultSetMetaData: z
        .object({ rowType: z.array(z.object({ name: z.string() })), partitionInfo: z.array(z.unknown()) })
        .optional(),
    data: z.custom<readonly (readonly (string | null)[])[]>(Array.isArray)
});

/** What it takes to ask for the rest; an answer that refuses, as of SHOW past the cap, has no rest. */
export const HeadSchema = AnswerSchema.omit({ data: true });
export type Head = z.output<typeof HeadSchema>;

/** As Nango's proxy takes it. */
export interface SqlApiRequest {
    readonly method: 'GET' | 'POST';
    readonly endpoint: string;
    readonly data?: { readonly statement: string };
    readonly params?: { readonly partition: string };
}

/** The answer to a statement and the pieces after it, one at a time, as they were asked for. */
export async function answersTo<Answer extends Head>(
    statement: string,
    ask: (request: SqlApiRequest) => Promise<Answer>
): Promise<[Answer, ...Answer[]]> {
    const first = await ask({ method: 'POST', endpoint: STATEMENTS, data: { statement } });
    const answers: [Answer, ...Answer[]] = [first];
    for (let index = 1; index < (first.resultSetMetaData?.partitionInfo.length ?? 0); index += 1) {
        const endpoint = `${STATEMENTS}/${first.statementHandle}`;
        answers.push(await ask({ method: 'GET', endpoint, params: { partition: `${index}` } }));
    }
    return answers;
}

export async function allRows(handle: CountingHandle, statement: string): Promise<Record<string, string | null>[]> {
    const request = {
        baseUrlOverride: 'https://myorg-myaccount.snowflakecomputing.com',
        headers: { accept: 'application/json' }
    };
    const answers = await answersTo(statement, async (piece) =>
        AnswerSchema.parse((await handle.proxy({ ...request, ...piece })).data)
    );
    const names = answers[0].resultSetMetaData?.rowType.map(({ name }) => name) ?? [];
    const rows = answers.flatMap(({ data }) => data);
    return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}
