/** One day in the life of a driver: every step is a result to compare, values and errors alike. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EmbeddedSnowflake } from 'snowflake-stand-in/server.js';
import type { ConnectionOptions, SessionConnection, SessionRequest } from '../../shared/vendor/snowflake-sdk.js';
import { USER } from 'snowflake-stand-in/protocol/fake-engine.js';
import type { FakeAccount } from 'snowflake-stand-in/protocol/fake-engine.js';

export interface Driver {
    createConnection(options: ConnectionOptions): SessionConnection;
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
    'signs in with a programmatic access token': async (stage) =>
        await within(
            stage,
            { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: stage.account.accessToken },
            async (connection) => await ran(connection, 'NUMBERS 1')
        ),
    'gives every cell as it came': async (stage) =>
        await within(stage, {}, async (connection) => await ran(connection, 'EVERY TYPE')),
    'sends binds': async (stage) =>
        await within(stage, {}, async (connection) => {
            await ran(connection, 'SELECT ?', { bindings: { 1: { type: 'TEXT', value: 'näme' } } });
            return stage.account.executed.at(-1)?.binds;
        }),
    'hears where the parts of a long result are': async (stage) =>
        await within(stage, {}, async (connection) => await ran(connection, 'NUMBERS 1000')),
    'asks for the result of a slow statement': async (stage) =>
        await within(stage, {}, async (connection) => {
            const hold = stage.server.faults.hold('NUMBERS 3');
            const started = await ran(connection, 'NUMBERS 3');
            hold.release();
            return [
                started,
                await asked(connection, { method: 'GET', url: `/queries/${started.data.queryId}/result` })
            ];
        }),
    'carries the query context from one statement to the next': async (stage) =>
        await within(stage, {}, async (connection) => {
            const before = connection.getQueryContext();
            connection.updateQueryContext({ entries: [{ id: 0, timestamp: 7, priority: 0, context: 'ctx' }] });
            return [before, connection.getQueryContext()];
        }),
    'renews its session': async (stage) =>
        await within(stage, {}, async (connection) => {
            stage.server.sessions.expireSessionTokens();
            return await ran(connection, 'NUMBERS 1');
        }),
    'hears that its session is gone': async (stage) =>
        await within(stage, {}, async (connection) => {
            stage.server.sessions.closeAll();
            return await refusal(ran(connection, 'NUMBERS 1'));
        }),
    'hears of bad SQL': async (stage) =>
        await within(stage, {}, async (connection) => await refusal(ran(connection, 'BOOM'))),
    'hears of a wrong password': async (stage) => await refusal(connected(stage, { password: 'wrong' })),
    'hears of a network policy': async (stage) => {
        stage.server.faults.refuseAddress('203.0.113.9');
        const heard = await refusal(connected(stage));
        stage.server.faults.refuseAddress(null);
        return heard;
    }
};

type Options = Partial<ConnectionOptions>;

async function connected(stage: Stage, options: Options = {}): Promise<SessionConnection> {
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
    work: (connection: SessionConnection) => Promise<unknown>
): Promise<unknown> {
    const connection = await connected(stage, options);
    const done = await work(connection);
    await new Promise<void>((resolve) => {
        connection.destroy(() => resolve());
    });
    return [done, connection.isUp()];
}

/** The answer to a statement, without the times in it, and the addresses and keys of chunks. */
const AnswerSchema = z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    success: z.boolean(),
    data: z.object({
        queryId: z.string(),
        total: z.number().nullish(),
        rowtype: z.array(z.unknown()).nullish(),
        rowset: z.array(z.array(z.string().nullable())).nullish(),
        chunks: z.array(z.object({ rowCount: z.number() })).nullish()
    })
});
type Answer = z.infer<typeof AnswerSchema>;

async function ran(connection: SessionConnection, sqlText: string, more: object = {}): Promise<Answer> {
    const url = `/queries/v1/query-request?requestId=${randomUUID()}`;
    return await asked(connection, { method: 'POST', url, json: { sqlText, asyncExec: false, ...more } });
}

async function asked(connection: SessionConnection, request: Omit<SessionRequest, 'callback'>): Promise<Answer> {
    const answer = await new Promise<unknown>((resolve, reject) => {
        connection.request({ ...request, callback: (error, body) => (error ? reject(error) : resolve(body)) });
    });
    return AnswerSchema.parse(answer);
}

/** What a caller can tell of an error. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
    const thrown: unknown = await work.catch((error: unknown) => error);
    const told = (name: string): unknown => Reflect.get(Object(thrown), name);
    return ['name', 'code', 'sqlState', 'message'].map((name) => told(name));
}
