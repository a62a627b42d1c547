/**
 * One session of the real driver: opened on first use, renewed by the driver when its token expires, opened once more
 * when it is gone for good, closed at the end. Every call has a deadline of its own here, because what throws inside a
 * callback of the driver's never settles.
 */
import { createSnowflake } from '../../vendor/snowflake-sdk.js';
import type { SessionConnection } from '../../vendor/snowflake-sdk.js';
import { SnowflakeError, TRY_AGAIN } from '../errors.js';
import { retriesOf } from '../retries.js';
import { withDeadline } from '../../nango/deadline.js';
import { failureOf, loginFailureOf } from './failures.js';
import type { ConnectionHandle, ProxyHandle } from './handle.js';
import { ProxyLink } from './link.js';
import type { LinkLimits } from './link.js';
import { loginIdentifier } from './names.js';
import type { SessionNames } from '../session-names.js';
import { driverSettings } from './settings.js';
import type { DriverSettings } from './settings.js';
import { Turns } from './turns.js';

export interface SessionLimits extends LinkLimits {
    /** One call of the driver's with all its retries. */
    readonly callTimeoutMs: number;
    readonly cancelTimeoutMs: number;
    readonly closeTimeoutMs: number;
}

export const DEFAULT_LIMITS: SessionLimits = {
    loginTimeoutMs: 10_000,
    loginPatienceMs: 180_000,
    requestTimeoutMs: 75_000,
    callTimeoutMs: 300_000,
    cancelTimeoutMs: 10_000,
    closeTimeoutMs: 5_000,
    retryWaitMs: 500
};

const DRIVER_TIMEOUT_MS = 360_000;

export interface SessionCall {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly json?: object;
}

export interface OpenSession {
    readonly connection: SessionConnection;
    readonly link: ProxyLink;
    /** What the session works with after the login. */
    readonly names: SessionNames;
    readonly turns: Turns;
}

type SessionHandle = ConnectionHandle & ProxyHandle;

export class DriverSession {
    readonly #nango: SessionHandle;
    readonly #limits: SessionLimits;
    #opened: Promise<OpenSession> | undefined;
    #closed = false;
    /** Statements that are to go on after the client is closed, by handle, each with its session. */
    readonly #kept = new Map<string, OpenSession>();

    constructor(nango: SessionHandle, limits: SessionLimits) {
        this.#nango = nango;
        this.#limits = limits;
    }

    get isOpen(): boolean {
        return this.#opened !== undefined;
    }

    /** Opens the session if it is not open; tells what it works with. */
    async open(): Promise<SessionNames> {
        return (await this.#open()).names;
    }

    /**
     * Runs `work` in the session, and once more in a new one if Snowflake has forgotten this one: it then refused the
     * request before doing anything. Where an answer was lost on the way nobody can know that, and it is not repeated
     * unless it only reads.
     */
    async run<T>(work: (session: OpenSession) => Promise<T>, reads = false): Promise<T> {
        const session = await this.#open();
        const unanswered = session.link.unanswered;
        try {
            return await work(session);
        } catch (error) {
            if (!(error instanceof SnowflakeError) || error.code !== 'session_expired') throw error;
            await this.#forget(session);
            if (!reads && session.link.unanswered > unanswered) throw error.with({ mayHaveRun: true });
            return await work(await this.#open());
        }
    }

    /**
     * `undo` is sent when no answer comes in time, over the same session: another one would not know the request that
     * it names. The session ends with it, so that the driver does not repeat the request behind our back.
     */
    async call(session: OpenSession, request: SessionCall, undo?: SessionCall): Promise<unknown> {
        let late = false;
        try {
            const answer = await withDeadline(requested(session, request), this.#limits.callTimeoutMs, () => {
                late = true;
                return unavailable().with({ mayHaveRun: true });
            });
            retriesOf(this.#nango).succeeded();
            return answer;
        } finally {
            if (late) await this.#giveUp(session, undo);
        }
    }

    /** Leaves this session open at Snowflake when the client closes: see docs/decisions/open-sessions.md. */
    keep(session: OpenSession, handle: string): void {
        this.#kept.set(handle, session);
    }

    /** The statement has ended, and needs its session no more. */
    letGo(handle: string): void {
        this.#kept.delete(handle);
    }

    /** Ends the session where there is one. Safe to call twice. */
    async close(): Promise<void> {
        this.#closed = true;
        await this.signOut();
    }

    /** Ends the session where there is one; the next call opens another. */
    async signOut(): Promise<void> {
        const opening = this.#opened;
        this.#opened = undefined;
        if (opening === undefined) return;
        const session = await opening.catch(() => undefined);
        if (session !== undefined) await this.#end(session);
    }

    async #open(): Promise<OpenSession> {
        if (this.#closed) throw new Error('This Snowflake client is closed.');
        this.#opened ??= this.#logIn().catch((error: unknown) => {
            this.#opened = undefined;
            throw error;
        });
        return await this.#opened;
    }

    async #giveUp(session: OpenSession, undo: SessionCall | undefined): Promise<void> {
        await this.#leave(session);
        if (undo !== undefined) {
            const undone = requested(session, undo);
            await withDeadline(undone, this.#limits.cancelTimeoutMs, unavailable).catch(() => {});
        }
        await this.#end(session);
    }

    /** Best effort: a session that is not logged out is Snowflake's own clean-up's to end. */
    async #end(session: OpenSession): Promise<void> {
        if (![...this.#kept.values()].includes(session)) {
            const ended = new Promise<void>((resolve) => {
                session.connection.destroy(() => resolve());
            });
            const limit = this.#limits.closeTimeoutMs;
            await withDeadline(session.link.interruption.before(ended), limit, unavailable).catch(() => {});
        }
        session.link.stop();
    }

    /** For a session that Snowflake itself has ended. */
    async #forget(session: OpenSession): Promise<void> {
        session.link.stop();
        await this.#leave(session);
    }

    /** Only the session that failed: another call may have opened the next one already. */
    async #leave(session: OpenSession): Promise<void> {
        const opened = await this.#opened?.catch(() => undefined);
        if (opened === session) this.#opened = undefined;
    }

    async #logIn(): Promise<OpenSession> {
        const settings = await driverSettings(this.#nango);
        const link = new ProxyLink(this.#nango, settings.host, this.#limits);
        try {
            const connection = createSnowflake(link.send).createConnection(connectionOptions(settings));
            const connected = new Promise<void>((resolve, reject) => {
                connection.connect((error) => (error ? reject(loginFailureOf(error)) : resolve()));
            });
            // The link ends each attempt in time; this is for a driver that never calls back.
            await withDeadline(link.interruption.before(connected), this.#limits.callTimeoutMs, unavailable);
            return { connection, link, names: link.sessionNames, turns: new Turns(link.sessionNames) };
        } catch (error) {
            link.stop();
            throw error;
        }
    }
}

async function requested(session: OpenSession, request: SessionCall): Promise<unknown> {
    const answered = new Promise<unknown>((resolve, reject) => {
        session.connection.request({
            ...request,
            callback: (error, body) => (error ? reject(failureOf(error, request.url)) : resolve(body))
        });
    });
    return await session.link.interruption.before(answered);
}

function connectionOptions(settings: DriverSettings) {
    const { role, warehouse, database, schema } = settings.context;
    return {
        account: settings.account,
        host: settings.host,
        accessUrl: `https://${settings.host}`,
        username: settings.username,
        password: settings.password,
        clientSessionKeepAlive: false,
        // A time limit of the driver's own, for what the link takes minutes to retry, would repeat it side by side.
        timeout: DRIVER_TIMEOUT_MS,
        ...(role !== undefined && { role: loginIdentifier(role) }),
        ...(warehouse !== undefined && { warehouse: loginIdentifier(warehouse) }),
        ...(database !== undefined && { database: loginIdentifier(database) }),
        ...(schema !== undefined && { schema: loginIdentifier(schema) })
    };
}

function unavailable(): SnowflakeError {
    return new SnowflakeError('unavailable', 'Snowflake did not answer in time.', TRY_AGAIN, {
        concerns: 'service'
    });
}
