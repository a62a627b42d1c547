/**
 * How the requests of a connection say where they go and what signs them. Nango's proxy adds the credential itself; its
 * key-pair provider knows the rest too.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating
 */
import type { SignsInBy } from '../errors.js';
import type { SqlApiHandle } from './handle.js';

export interface Route {
    readonly baseUrlOverride?: string;
    readonly headers: Readonly<Record<string, string>>;
}

/** `Needed` is what finding the account takes. */
export interface SignIn<Needed = unknown> {
    readonly by: SignsInBy;
    route(nango: Needed): Promise<Route>;
}

export const BY_KEY_PAIR: SignIn = { by: 'key pair', route: async () => ({ headers: {} }) };

/** One execution's requests, with the way they are signed in. */
export interface SqlApi {
    readonly nango: SqlApiHandle;
    readonly by: SignsInBy;
    route(): Promise<Route>;
}

export function signedInBy<Needed>(nango: SqlApiHandle & Needed, signIn: SignIn<Needed>): SqlApi {
    let found: Promise<Route> | undefined;
    return {
        nango,
        by: signIn.by,
        // One execution has one account; what could not be found is looked for again.
        route: async () => {
            found ??= signIn.route(nango).catch((error: unknown) => {
                found = undefined;
                throw error;
            });
            return await found;
        }
    };
}
