import { expect, test } from 'vitest';
import { whoAmI } from '../../../shared/connection/check.js';
import type { Row, SnowflakeClient, StatementResult } from '../../../shared/snowflake/client.js';

const COLUMN = { name: 'USER_NAME', type: 'TEXT', precision: null, scale: null, length: null, nullable: true };

const unused = async (): Promise<never> => {
    throw new Error('Only a statement is run.');
};

function answering(...rows: Row[]): SnowflakeClient {
    const result: StatementResult = {
        handle: 'H1',
        columns: [COLUMN],
        rowCount: rows.length,
        partitionCount: 1,
        stats: null,
        childHandles: [],
        partition: async () => rows,
        partitions: async function* () {
            yield rows;
        }
    };
    return { execute: async () => result, submit: unused, status: unused, cancel: unused, close: async () => {} };
}

test('who is signed in is what Snowflake says, the rest unknown', async () => {
    expect(await whoAmI(answering(['ANN']))).toMatchObject({ user: 'ANN', role: null });
});

test.for([[], [[null]]] as const)('an answer that names nobody is no answer: %j', async (rows) => {
    await expect(whoAmI(answering(...rows))).rejects.toMatchObject({ code: 'unexpected_response' });
});
