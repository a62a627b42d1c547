/** One view of ACCOUNT_USAGE. */
import type { Account } from '../account.js';
import type { Values } from './system-view.js';

/** A row of now, with what tells it from others: a table that was replaced is another. */
export interface Kept {
    readonly key: string;
    readonly values: Values;
}

export interface UsageView {
    readonly name: string;
    readonly columns: string;
    readonly lagMinutes: number;
    /** https://docs.snowflake.com/en/sql-reference/snowflake-db-roles#account-usage-schema */
    readonly databaseRole: 'OBJECT_VIEWER' | 'SECURITY_VIEWER';
    /** The column that says when an object was dropped. */
    readonly deleted: 'DELETED' | 'DELETED_ON';
    now(account: Account): Iterable<Kept>;
}

export function roleType(owner: string): string | null {
    return owner === '' ? null : 'ROLE';
}
