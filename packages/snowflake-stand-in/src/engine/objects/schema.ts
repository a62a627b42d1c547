/** What a schema has beside what is in it. */
export interface SchemaFacts {
    /** `TRANSIENT`, `MANAGED ACCESS`, both or neither. */
    options: string;
    retentionDays: number;
}
