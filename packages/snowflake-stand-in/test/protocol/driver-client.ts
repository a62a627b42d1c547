/** The unmodified driver as client, with promises in place of its callbacks. */
import snowflake from 'snowflake-sdk';

import type { EmbeddedSnowflake } from '../../src/server.js';

import { USER } from '../../src/protocol/fake-engine.js';

type Options = Partial<snowflake.ConnectionOptions>;

snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });
// The driver asks the metadata services of clouds where it runs; here there is nobody to answer.
process.env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true';

export interface Client {
    readonly connection: snowflake.Connection;
    query(statement: string, more?: Partial<snowflake.StatementOption>): Promise<Record<string, unknown>[]>;
    /** The statement itself, once the driver says it is complete. */
    execute(statement: string, more?: Partial<snowflake.StatementOption>): Promise<snowflake.RowStatement>;
    close(): Promise<void>;
}

export async function connect(server: EmbeddedSnowflake, options: Options): Promise<Client> {
    const connection = snowflake.createConnection({
        account: 'xy12345',
        accessUrl: server.url,
        username: USER,
        ...options
    });
    await new Promise<void>((resolve, reject) => {
        connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const run = (statement: string, more: Partial<snowflake.StatementOption>) =>
        new Promise<{ done: snowflake.RowStatement; rows: Record<string, unknown>[] }>((resolve, reject) => {
            connection.execute({
                sqlText: statement,
                ...more,
                complete: (error, done, rows) => (error ? reject(error) : resolve({ done, rows: rows ?? [] }))
            });
        });
    return {
        connection,
        query: async (statement, more = {}) => (await run(statement, more)).rows,
        execute: async (statement, more = {}) => (await run(statement, more)).done,
        close: () =>
            new Promise<void>((resolve, reject) => {
                connection.destroy((error) => (error ? reject(error) : resolve()));
            })
    };
}
