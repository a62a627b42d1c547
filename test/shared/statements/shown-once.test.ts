/** Snowflake keeps the answer of a statement for a day: the secret of a token that was rotated must not be read from it. */
import { expect, test } from 'vitest';
import type { SnowflakeClient } from '../../../shared/snowflake/client.js';
import { getStatementResult, getStatementStatus } from '../../../shared/statements/by-handle.js';
import { query } from '../../../shared/statements/query.js';
import { answering } from '../answering.js';

const SECRET = 'the-secret-of-the-token';

async function holding(columns: readonly string[]): Promise<SnowflakeClient> {
    const client = answering(
        columns,
        columns.map(() => SECRET)
    );
    const result = await client.execute('');
    return { ...client, status: async (handle) => ({ state: 'succeeded', handle, result }) };
}

const READINGS = [
    ['get-statement-result', getStatementResult, { statement_handle: 'H1' }],
    ['get-statement-status', getStatementStatus, { statement_handle: 'H1' }],
    ['query', query, { statement: "SELECT * FROM TABLE(RESULT_SCAN('H1'))" }]
] as const;

test.each(READINGS)('%s gives no token that Snowflake shows once', async (_, read, input) => {
    const client = await holding(['token_name', 'token_secret', 'rotated_token_name']);
    await expect(read(client, input)).rejects.toMatchObject({
        code: 'token_shown_once',
        message: expect.not.stringContaining(SECRET)
    });
});

test.each(READINGS)('%s gives a column of the customer', async (_, read, input) => {
    expect(await read(await holding(['TOKEN_NAME', 'TOKEN_SECRET']), input)).toMatchObject({
        records: [{ TOKEN_NAME: SECRET }]
    });
});
