/** Nothing but `JSON.parse` of the very answers that a sync reads: no reader of them can take less. */
import { isAxiosError } from 'axios';
import type { z } from 'zod';
import { cpuSeconds } from './counting-handle.js';
import type { CountingHandle } from './counting-handle.js';
import type { OrderSchema } from './reading.js';
import { answersTo, HeadSchema } from './sql-api.js';
import type { Head, SqlApiRequest } from './sql-api.js';
import { REQUESTS_AT_ONCE } from '../../shared/limits.js';

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
    const parsed = async ({ method, endpoint, data, params }: SqlApiRequest): Promise<Head> => {
        const url = new URL(endpoint, order.snowflake);
        url.search = String(new URLSearchParams(params));
        const body = data === undefined ? null : JSON.stringify(data);
        const response = await fetch(url, { method, headers, body });
        const text = await response.text();
        const start = cpuSeconds();
        const value: unknown = JSON.parse(text);
        usedCpu += cpuSeconds() - start;
        bytes += text.length;
        return HeadSchema.parse(value);
    };
    for (const statement of order.statements) await answersTo(statement, parsed);
    return { bytes, cpuSeconds: usedCpu };
}

/** The same through Nango's proxy, as many at once as a function has: what no function can do without. Its bytes. */
export async function fetchAnswers(order: z.output<typeof OrderSchema>, handle: CountingHandle): Promise<number> {
    let bytes = 0;
    const request = { baseUrlOverride: 'https://myorg-myaccount.snowflakecomputing.com', responseType: 'arraybuffer' };
    const fetched = async (piece: SqlApiRequest): Promise<Head> => {
        const answer = handle.proxy({ ...request, headers: { accept: 'application/json' }, ...piece });
        const { data } = await answer.catch(refusalOf);
        const text = String(data);
        bytes += text.length;
        return HeadSchema.parse(JSON.parse(text));
    };
    const left = [...order.statements];
    const reader = async (): Promise<void> => {
        for (let statement = left.shift(); statement !== undefined; statement = left.shift()) {
            await answersTo(statement, fetched);
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
