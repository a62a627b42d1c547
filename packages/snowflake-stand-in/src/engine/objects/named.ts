/**
 * What every object has. Times are milliseconds since 1970; `owner` is a role's name, or '' where Snowflake shows none.
 * Identity is `id`: a rename keeps it, a replaced table gets a new one.
 */
export interface Named {
    readonly id: number;
    name: string;
    createdOn: number;
    owner: string;
    comment: string;
}

/** What is said of a new object: its name, and what is not as by default. */
export type New<T extends { name: string }> = Partial<Omit<T, 'id' | 'type' | 'name'>> & Pick<T, 'name'>;
