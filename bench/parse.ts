/** Nothing but `JSON.parse` of the very answers that a sync reads: no reader of them can take less. */
import type { z } from 'zod';
import { cpuSeconds } from './counting-handle.js';
import type { OrderSchema } from './reading.js';
import { AnswerSchema } from './sql-api.js';

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
    const parsed = async (path: string, init: RequestInit): Promise<z.output<typeof AnswerSchema>> => {
        const response = await fetch(new URL(path, order.snowflake), { ...init, headers });
        const text = await response.text();
        const start = cpuSeconds();
        const value: unknown = JSON.parse(text);
        usedCpu += cpuSeconds() - start;
        bytes += text.length;
        return AnswerSchema.parse(value);
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

function tokenOf(connection: Readonly<Record<string, unknown>>): unknown {
    const { credentials } = connection;
    return typeof credentials === 'object' && credentials !== null && 'token' in credentials ? credentials.token : '';
}
