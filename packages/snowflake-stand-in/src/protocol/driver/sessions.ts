/**
 * The sessions of drivers and their tokens. A session token is short-lived and renewed by the master token; when that
 * has expired too, only a new login helps.
 */
import { randomBytes } from 'node:crypto';

import type { Session } from '../../types.js';
import type { FrontOptions } from '../options.js';
import type { Query } from '../queries.js';

export interface DriverSession {
    readonly id: number;
    readonly loginName: string;
    readonly session: Session;
    /**
     * Statements that run in it, those started with asyncExec too: a session that is logged out ends them all, after
     * some minutes at Snowflake and at once here. https://github.com/snowflakedb/gosnowflake/pull/1662
     */
    readonly running: Set<Query>;
    sessionToken: string;
    masterToken: string;
    sessionTokenEndsMs: number;
    masterTokenEndsMs: number;
}

/** Why a token gives no session: unknown, closed, or past its time. */
export type NoSession = 'invalid' | 'gone' | 'expired';

export class Sessions {
    readonly #open = new Set<DriverSession>();
    readonly #closedTokens = new Set<string>();
    readonly #options: FrontOptions;
    /** Every session and master token that was ever given out, for leak tests. */
    readonly issuedTokens: string[] = [];
    #lastId = 1_000_000;

    constructor(options: FrontOptions) {
        this.#options = options;
    }

    get openCount(): number {
        return this.#open.size;
    }

    open(loginName: string, session: Session): DriverSession {
        this.#lastId += 1;
        const opened: DriverSession = {
            id: this.#lastId,
            loginName,
            session,
            running: new Set(),
            sessionToken: '',
            masterToken: '',
            sessionTokenEndsMs: 0,
            masterTokenEndsMs: 0
        };
        this.renew(opened);
        this.#open.add(opened);
        return opened;
    }

    /** New tokens; the old ones end here. */
    renew(session: DriverSession): void {
        const now = this.#options.now();
        session.sessionToken = newToken();
        session.masterToken = newToken();
        this.issuedTokens.push(session.sessionToken, session.masterToken);
        session.sessionTokenEndsMs = now + this.#options.sessionTokenSeconds * 1000;
        session.masterTokenEndsMs = now + this.#options.masterTokenSeconds * 1000;
    }

    bySessionToken(token: string): DriverSession | NoSession {
        return this.#find(token, 'sessionToken', 'sessionTokenEndsMs');
    }

    byMasterToken(token: string): DriverSession | NoSession {
        return this.#find(token, 'masterToken', 'masterTokenEndsMs');
    }

    close(session: DriverSession): void {
        this.#open.delete(session);
        for (const query of session.running) query.cancel();
        void session.session.close();
        this.#closedTokens.add(session.sessionToken).add(session.masterToken);
    }

    /** Every open session's token is past its time; the master tokens still renew. */
    expireSessionTokens(): void {
        for (const session of this.#open) session.sessionTokenEndsMs = 0;
    }

    /** Nothing renews any more: every client must log in again. */
    expireMasterTokens(): void {
        for (const session of this.#open) {
            session.sessionTokenEndsMs = 0;
            session.masterTokenEndsMs = 0;
        }
    }

    /** As when an administrator ends every session: what ran in them is cancelled. */
    closeAll(): void {
        for (const session of this.#open) this.close(session);
    }

    #find(
        token: string,
        name: 'sessionToken' | 'masterToken',
        ends: 'sessionTokenEndsMs' | 'masterTokenEndsMs'
    ): DriverSession | NoSession {
        for (const session of this.#open) {
            if (session[name] === token) return session[ends] > this.#options.now() ? session : 'expired';
        }
        return this.#closedTokens.has(token) ? 'gone' : 'invalid';
    }
}

/** Opaque, long, and told apart from anything else by its start, as the service's tokens are. */
function newToken(): string {
    return `ver:3-hint:${randomBytes(6).readUIntBE(0, 6)}-ETMsDgAAA${randomBytes(96).toString('base64url')}`;
}
