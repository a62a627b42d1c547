/**
 * The seam of the embedded Snowflake: the engine below it runs statements over an account, the protocols above it
 * (SQL API, driver) only carry statements in and cells out.
 */

/** One column of a result, as Snowflake's `rowType` describes it. */
export interface ColumnMeta {
    readonly name: string;
    /** Upper case: FIXED, REAL, TEXT, BOOLEAN, DATE, TIME, TIMESTAMP_NTZ/_LTZ/_TZ, BINARY, VARIANT, OBJECT, ARRAY. */
    readonly type: string;
    readonly nullable: boolean;
    readonly precision: number | null;
    readonly scale: number | null;
    readonly length: number | null;
    readonly byteLength: number | null;
}

/**
 * A result. Cells stand as the SQL API writes them: decimal text, `true`/`false`, days since 1970-01-01, seconds with
 * as many decimals as the column's scale (TIMESTAMP_TZ: a space and offset minutes + 1440), hex, JSON text; null is null.
 */
export interface ResultSet {
    readonly columns: readonly ColumnMeta[];
    readonly rows: readonly (readonly (string | null)[])[];
    /** Where ROWS_PER_RESULTSET has cut the rows: how many there were. */
    readonly uncutRows?: number;
    readonly kind: 'select' | 'show' | 'dml' | 'ddl' | 'other';
    /** Of a statement that was described alone: how many binds it takes. */
    readonly binds?: number;
    readonly stats?: {
        readonly numRowsInserted: number;
        readonly numRowsUpdated: number;
        readonly numRowsDeleted: number;
        readonly numDuplicateRowsUpdated: number;
    };
}

export interface BindValue {
    readonly type: string;
    readonly value: string | null;
}

/** A statement that Snowflake refuses: `code` has six digits, e.g. `002003`, with its `sqlState`. */
export class StatementFailure extends Error {
    readonly code: string;
    readonly sqlState: string;

    constructor(code: string, sqlState: string, message: string) {
        super(message);
        this.name = 'StatementFailure';
        this.code = code;
        this.sqlState = sqlState;
    }
}

/** What a session starts with; names are exact (case-sensitive). Unset: the user's defaults. */
export interface SessionContext {
    readonly role?: string | undefined;
    readonly warehouse?: string | undefined;
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
    /** Such a session may not change the access tokens of its own user. */
    readonly byAccessToken?: boolean;
}

export interface Session {
    readonly user: string;
    readonly role: string | null;
    readonly warehouse: string | null;
    readonly database: string | null;
    readonly schema: string | null;
    /**
     * Runs one statement; binds are positional (`?`, `:1`). Throws StatementFailure.
     * The signal aborts a statement that was cancelled or ran into its timeout; what the caller sees is the protocol's
     * error, so an engine that cannot stop may ignore it. `parameters` hold for this statement alone.
     */
    execute(
        statement: string,
        binds?: readonly BindValue[],
        signal?: AbortSignal,
        parameters?: ReadonlyMap<string, string>
    ): Promise<ResultSet>;
    /** The columns of its result and how many binds it takes; nothing is run, and binds may be missing. */
    describe?(statement: string): Promise<ResultSet>;
    /** The value in force, booleans as `true` and `false`; undefined where nobody set it and there is no default. */
    parameter(name: string): string | undefined;
    /** As a client sets one when it signs in. */
    setParameter(name: string, value: string): void;
    /** What was not committed is undone. */
    close(): Promise<void>;
}

/** A user as the login protocols see one. */
export interface Login {
    readonly name: string;
    readonly loginName: string;
    readonly disabled: boolean;
    readonly locked: boolean;
    readonly mfaRequired: boolean;
    readonly passwordAllowed: boolean;
    readonly password: string | null;
    readonly programmaticAccessTokens: readonly string[];
    /** PEM (SPKI) of RSA_PUBLIC_KEY and RSA_PUBLIC_KEY_2, where set, and of the active named key pairs. */
    readonly publicKeys: readonly string[];
    /** ROLE_RESTRICTION of those public keys that have one. */
    readonly keyRoles?: ReadonlyMap<string, string>;
    readonly defaultRole: string | null;
    /** The one role that what it signed in with is for: of an OAuth consent, or a token's or key's ROLE_RESTRICTION. */
    readonly onlyRole?: { readonly name: string; readonly of: 'consent' | 'access-token' | 'key-pair' } | null;
    /** The network policy that the user is under: the user's own, or else the account's. */
    readonly networkPolicy?: AddressLists | null;
    /** An authentication policy lets access tokens in without a network policy. */
    readonly accessTokensNeedNoPolicy?: boolean;
}

/** Addresses and subnets (`203.0.113.0/24`); what is blocked is so even where it is allowed. */
export interface AddressLists {
    readonly allowed: readonly string[];
    readonly blocked: readonly string[];
}

/** The engine: one account in memory. */
export interface Engine {
    /** The account's locator, upper case, as JWTs name it. */
    readonly accountLocator: string;
    /** Other names that mean this account, e.g. `MYORG-MYACCOUNT`. */
    readonly accountAliases: readonly string[];
    findLogin(loginName: string): Login | null;
    /** The user that a programmatic access token belongs to: the SQL API is sent the token alone. */
    findLoginByAccessToken(token: string): Login | null;
    /** Notes a successful login, as `last_success_login` shows it. */
    recordLogin(loginName: string): void;
    /** Notes what a user signed in with, as `last_used_on` of named key pairs shows it. */
    recordKeyUse?(loginName: string, publicKey: string): void;
    /** Throws StatementFailure 390189 for a role that is not granted; any other name that is not there is left out. */
    openSession(loginName: string, context?: SessionContext): Session;
    /** Splits a text into its statements, for multi-statement requests. */
    splitStatements(text: string): string[];
    close(): Promise<void>;
}
