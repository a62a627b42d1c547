/** What every route of the front works with, and what each request carries along. */
import type { HttpBindings } from '@hono/node-server';

import type { Engine } from '../types.js';

import type { Fault, Faults } from './faults.js';
import type { OAuthServer } from './oauth.js';
import type { FrontOptions } from './options.js';
import type { Cutting } from './pieces.js';
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
    /** What the client asks for; null where it leaves that to Snowflake. */
    readonly timeoutSeconds: number | null;
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
    readonly oauth: OAuthServer;
    readonly cutting: Cutting;
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
