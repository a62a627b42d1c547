/** One day in the life of a driver: every step is a result to compare, values and errors alike. */
import type snowflake from 'snowflake-sdk';
import type { EmbeddedSnowflake } from '../../local/snowflake/server.js';
import { USER } from '../local/snowflake/protocol/fake-engine.js';
import type { FakeAccount } from '../local/snowflake/protocol/fake-engine.js';

export interface Driver {
    createConnection(options: snowflake.ConnectionOptions): snowflake.Connection;
}

export interface Stage {
    readonly driver: Driver;
    /** Where the driver connects to. */
    readonly url: string;
    readonly server: EmbeddedSnowflake;
    readonly account: FakeAccount;
}

type Step = (stage: Stage) => Promise<unknown>;

export const SCENARIO: Readonly<Record<string, Step>> = {
    'signs in with a password, and out': async (stage) =>
        await within(stage, {}, async (connection) => [connection.isUp(), await connection.isValidAsync()]),
    'signs in with a key pair': async (stage) =>
        await within(
            stage,
            { authenticator: 'SNOWFLAKE_JWT', privateKey: stage.account.privateKey },
            async (connection) => await rows(connection, 'NUMBERS 2')
        ),
    'signs in with a programmatic access token': async (stage) =>
        await within(
            stage,
            { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: stage.account.accessToken },
            async (connection) => await rows(connection, 'NUMBERS 1')
        ),
    'reads every type': async (stage) => await within(stage, {}, (connection) => rows(connection, 'EVERY TYPE')),
    'reads every type as text': async (stage) =>
        await within(stage, {}, (connection) =>
            rows(connection, 'EVERY TYPE', { fetchAsString: ['Number', 'Date', 'Boolean', 'JSON', 'Buffer'] })
        ),
    'sends binds of every JavaScript type': async (stage) =>
        await within(stage, {}, async (connection) => {
            const binds = [7, 0.5, 'text', true, null];
            await rows(connection, 'SELECT ?, ?, ?, ?, ?', { binds });
            return stage.account.executed.at(-1)?.binds;
        }),
    'reads a result in chunks': async (stage) =>
        await within(stage, {}, (connection) => rows(connection, 'NUMBERS 1000')),
    'streams a result in chunks': async (stage) =>
        await within(stage, {}, async (connection) => {
            const stream = (await executed(connection, 'NUMBERS 500', { streamResult: true })).statement.streamRows();
            const seen: unknown[] = [];
            for await (const row of stream) seen.push(row);
            return seen;
        }),
    'waits for a slow statement': async (stage) =>
        await within(stage, {}, async (connection) => {
            const hold = stage.server.faults.hold('NUMBERS 3');
            const running = rows(connection, 'NUMBERS 3');
            await hold.reached;
            hold.release();
            return await running;
        }),
    'leaves a statement running and reads it later': async (stage) =>
        await within(stage, {}, async (connection) => {
            const { statement } = await executed(connection, 'NUMBERS 4', { asyncExec: true });
            const done = await connection.getResultsFromQueryId({ queryId: statement.getQueryId() });
            const seen: unknown[] = [];
            for await (const row of done.streamRows()) seen.push(row);
            return seen;
        }),
    'counts changed rows': async (stage) =>
        await within(stage, {}, async (connection) =>
            (await executed(connection, 'INSERT INTO T VALUES (1)')).statement.getNumUpdatedRows()
        ),
    'renews its session': async (stage) =>
        await within(stage, {}, async (connection) => {
            stage.server.sessions.expireSessionTokens();
            return await rows(connection, 'NUMBERS 1');
        }),
    'hears that its session is gone': async (stage) =>
        await within(stage, {}, async (connection) => {
            stage.server.sessions.closeAll();
            return await refusal(rows(connection, 'NUMBERS 1'));
        }),
    'hears of bad SQL': async (stage) =>
        await within(stage, {}, async (connection) => await refusal(rows(connection, 'BOOM'))),
    'hears of a wrong password': async (stage) => await refusal(connected(stage, { password: 'wrong' })),
    'hears of a wrong key': async (stage) =>
        await refusal(
            connected(stage, {
                username: 'NOBODY',
                authenticator: 'SNOWFLAKE_JWT',
                privateKey: stage.account.privateKey
            })
        ),
    'hears of a network policy': async (stage) => {
        stage.server.faults.refuseAddress('203.0.113.9');
        const heard = await refusal(connected(stage));
        stage.server.faults.refuseAddress(null);
        return heard;
    }
};

type Options = Partial<snowflake.ConnectionOptions>;

async function connected(stage: Stage, options: Options = {}): Promise<snowflake.Connection> {
    const connection = stage.driver.createConnection({
        account: 'xy12345',
        accessUrl: stage.url,
        username: USER,
        ...('authenticator' in options ? {} : { password: stage.account.password }),
        ...options
    });
    return await new Promise((resolve, reject) => {
        connection.connect((error) => (error ? reject(error) : resolve(connection)));
    });
}

async function within(
    stage: Stage,
    options: Options,
    work: (connection: snowflake.Connection) => Promise<unknown>
): Promise<unknown> {
    const connection = await connected(stage, options);
    const done = await work(connection);
    await new Promise<void>((resolve) => {
        connection.destroy(() => resolve());
    });
    return [done, connection.isUp()];
}

interface Executed {
    readonly statement: snowflake.RowStatement;
    readonly rows: readonly unknown[];
}

function executed(
    connection: snowflake.Connection,
    sqlText: string,
    more: Partial<snowflake.StatementOption> = {}
): Promise<Executed> {
    return new Promise((resolve, reject) => {
        connection.execute({
            sqlText,
            ...more,
            complete: (error, statement, found) =>
                error ? reject(error) : resolve({ statement: Object(statement), rows: found ?? [] })
        });
    });
}

async function rows(
    connection: snowflake.Connection,
    sqlText: string,
    more: Partial<snowflake.StatementOption> = {}
): Promise<readonly unknown[]> {
    return (await executed(connection, sqlText, more)).rows;
}

/** What a caller can tell of an error. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
    const thrown: unknown = await work.catch((error: unknown) => error);
    const told = (name: string): unknown => Reflect.get(Object(thrown), name);
    return ['name', 'code', 'sqlState', 'message'].map((name) => told(name));
}
