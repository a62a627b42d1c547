/** What stands between CREATE and the name. */
export interface CreateOptions {
    readonly orReplace: boolean;
    readonly ifNotExists: boolean;
    /** TRANSIENT, TEMPORARY, SECURE, MATERIALIZED ... */
    readonly words: ReadonlySet<string>;
}
