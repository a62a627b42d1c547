/** What every route of the front works with, and what each request carries along. */
import type { HttpBindings } from '@hono/node-server';

import type { Engine, Session, SessionContext } from '../types.js';
import { StatementFailure } from '../types.js';

import type { Fault, Faults } from './faults.js';
import type { FrontOptions } from './options.js';
import type { Queries } from './queries.js';

export type AuthKind =
    | 'none'
    | 'key-pair'
    | 'programmatic-access-token'
    | 'oauth'
    | 'password'
    | 'session-token'
    | 'master-token';

/** One line of the log that tests count by. Holds statements, never a credential. */
export interface LoggedRequest {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly host: string;
    readonly statement: string | null;
    auth: AuthKind;
    /** Why a login or token was refused, as only an administrator would see it. */
    refusal: string | null;
    /** 0 until answered, and for ever if the connection was broken. */
    status: number;
}

export interface Front {
    readonly engine: Engine;
    readonly options: FrontOptions;
    readonly faults: Faults;
    readonly queries: Queries;
}

export interface FrontEnv {
    readonly Bindings: HttpBindings;
    readonly Variables: {
        entry: LoggedRequest;
        /** The JSON body; undefined when there is none or it is no JSON. */
        body: unknown;
        faults: readonly Fault[];
    };
}

/** https://docs.snowflake.com/en/user-guide/network-policies */
export function networkPolicyMessage(ip: string): string {
    return (
        `Incoming request with IP/Token ${ip} is not allowed to access Snowflake. ` +
        'Contact your account administrator. For more information about this error, ' +
        'go to https://community.snowflake.com/s/ip-xxxxxxxxxxxx-is-not-allowed-to-access.'
    );
}

/**
 * Opens a session as the service does: a role must be granted, but a database, schema or warehouse that is not there
 * only leaves the session without it, unless the client asked for a check (CLIENT_VALIDATE_DEFAULT_PARAMETERS).
 */
export function openLenientSession(engine: Engine, loginName: string, context: SessionContext): Session {
    const open = (wanted: SessionContext): Session | null => {
        try {
            return engine.openSession(loginName, wanted);
        } catch (error) {
            if (error instanceof StatementFailure && error.code === '390201') return null;
            throw error;
        }
    };
    const asked = open(context);
    if (asked) return asked;
    const { role, warehouse, database, schema } = context;
    const there = (part: SessionContext): boolean => open({ role, ...part }) !== null;
    return engine.openSession(loginName, {
        role,
        ...(warehouse !== undefined && there({ warehouse }) ? { warehouse } : {}),
        ...(database !== undefined && there({ database }) ? { database } : {}),
        ...(schema !== undefined && there({ database, schema }) ? { schema } : {})
    });
}
