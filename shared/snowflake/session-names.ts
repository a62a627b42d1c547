/** Names of a session or a statement, as Snowflake stores them; what is left out is as it was. */
export interface SessionNames {
    readonly role?: string | undefined;
    readonly warehouse?: string | undefined;
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
}

/** Those that are set alone: one that is set to nothing would hide a default below it. */
export type SetNames = { readonly [Name in keyof SessionNames]?: string };
