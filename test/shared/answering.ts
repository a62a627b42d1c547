/** A client that gives one answer to every statement: columns of text by name, and rows. */
import type { Row, SnowflakeClient, StatementResult } from '../../shared/snowflake/client.js';

const unused = async (): Promise<never> => {
    throw new Error('Only a statement is run.');
};

export function answering(columns: readonly string[], ...rows: Row[]): SnowflakeClient {
    const text = { type: 'TEXT', precision: null, scale: null, length: null, nullable: true };
    const result: StatementResult = {
        handle: 'H1',
        columns: columns.map((name) => ({ ...text, name })),
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
