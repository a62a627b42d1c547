/** What a database has beside its schemas. */
export type DatabaseKind =
    | 'STANDARD'
    | 'IMPORTED DATABASE'
    | 'PERSONAL DATABASE'
    | 'APPLICATION'
    | 'APPLICATION PACKAGE';

export interface DatabaseFacts {
    kind: DatabaseKind;
    origin: string;
    /** E.g. `TRANSIENT`. */
    options: string;
    retentionDays: number;
    /** `share_gone`: the provider took the share back. `no_usage`: listed, but nothing in it may be touched. */
    unreadable: 'share_gone' | 'no_usage' | null;
}

/** As CREATE leaves it where nothing else is said. */
export const NEW_DATABASE = {
    kind: 'STANDARD',
    origin: '',
    options: '',
    retentionDays: 1,
    unreadable: null
} as const satisfies DatabaseFacts;
