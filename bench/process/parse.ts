/** Nothing but `JSON.parse` of the very answers that a sync reads: no reader of them can take less. */
import { isAxiosError } from 'axios';
import type { z } from 'zod';
import { cpuSeconds } from './counting-handle.js';
import type { CountingHandle } from './counting-handle.js';
import type { OrderSchema } from './reading.js';
import { AnswerSchema } from './sql-api.js';
import { REQUESTS_AT_ONCE } from '../../shared/limits.js';

/** What it takes to ask for the rest; an answer that refuses, as of SHOW past the cap, has no rest. */
const HeadSchema = AnswerSchema.omit({ data: true });
type Head = z.output<typeof HeadSchema>;

interface Parsed {
    readonly bytes: number;
    readonly cpuSeconds: number;
}

export async function parseAnswers(order: z.output<typeof OrderSchema>): Promise<Parsed> {
    let bytes = 0;
    let usedCpu = 0;
    const headers = {
        authorization: `Bearer ${String(tokenOf(order.connection))}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'x-snowflake-authorization-token-type': 'KEYPAIR_JWT'
    };
    const parsed = async (path: string, init: RequestInit): Promise<Head> => {
        const response = await fetch(new URL(path, order.snowflake), { ...init, headers });
        const text = await response.text();
        const start = cpuSeconds();
        const value: unknown = JSON.parse(text);
        usedCpu += cpuSeconds() - start;
        bytes += text.length;
        return HeadSchema.parse(value);
    };
    for (const statement of order.statements) {
        const body = JSON.stringify({ statement });
        const { statementHandle, resultSetMetaData } = await parsed('/api/v2/statements', { method: 'POST', body });
        for (let index = 1; index < (resultSetMetaData?.partitionInfo.length ?? 0); index += 1) {
            await parsed(`/api/v2/statements/${statementHandle}?partition=${index}`, {});
        }
    }
    return { bytes, cpuSeconds: usedCpu };
}

/** The same through Nango's proxy, as many at once as a function has: what no function can do without. Its bytes. */
export async function fetchAnswers(order: z.output<typeof OrderSchema>, handle: CountingHandle): Promise<number> {
    let bytes = 0;
    const request = { baseUrlOverride: 'https://myorg-myaccount.snowflakecomputing.com', responseType: 'arraybuffer' };
    const fetched = async (config: Record<string, unknown>): Promise<Head> => {
        const answer = handle.proxy({ ...request, headers: { accept: 'application/json' }, ...config });
        const { data } = await answer.catch(refusalOf);
        const text = String(data);
        bytes += text.length;
        return HeadSchema.parse(JSON.parse(text));
    };
    const left = [...order.statements];
    const reader = async (): Promise<void> => {
        for (let statement = left.shift(); statement !== undefined; statement = left.shift()) {
            const endpoint = '/api/v2/statements';
            const first = await fetched({ method: 'POST', endpoint, data: { statement } });
            for (let index = 1; index < (first.resultSetMetaData?.partitionInfo.length ?? 0); index += 1) {
                const partition = { params: { partition: `${index}` } };
                await fetched({ method: 'GET', endpoint: `${endpoint}/${first.statementHandle}`, ...partition });
            }
        }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, reader));
    return bytes;
}

function refusalOf(error: unknown): { readonly data: unknown } {
    if (isAxiosError<unknown>(error) && error.response) return error.response;
    throw error;
}

function tokenOf(connection: Readonly<Record<string, unknown>>): unknown {
    const { credentials } = connection;
    return typeof credentials === 'object' && credentials !== null && 'token' in credentials ? credentials.token : '';
}
