/**
 * What the connection's role sees, level by level, as test-connection tells it. A role can sign in and see nothing: its
 * syncs would all be green and empty. What is Snowflake's own is not counted, as every role sees some of it.
 */
import { CHECK_SECONDS, SHOW_CAP_ROWS } from '../limits.js';
import { databaseKind } from '../catalog/database-kind.js';
import { show } from '../catalog/show.js';
import type { ShowRow } from '../catalog/show-row.js';
import type { SnowflakeClient } from '../snowflake/client.js';

interface Level {
    readonly name: 'databases' | 'schemas' | 'tables' | 'warehouses' | 'roles' | 'users';
    /** One after another, until one shows something. */
    readonly statements: readonly string[];
    readonly isOwn?: (row: ShowRow) => boolean;
    readonly remedy: string;
}

const SYSTEM_DATABASE = 'SNOWFLAKE';

export const LEVELS: readonly Level[] = [
    {
        name: 'databases',
        statements: ['SHOW DATABASES'],
        isOwn: (row) => databaseKind(row.required('name'), row.word('kind'), row.word('origin')) === 'system',
        remedy: 'Grant the databases to be read: GRANT USAGE ON DATABASE ... TO ROLE ...'
    },
    {
        name: 'schemas',
        statements: ['SHOW SCHEMAS IN ACCOUNT'],
        isOwn: (row) => row.required('name') === 'INFORMATION_SCHEMA' || isOfSystem(row),
        remedy: 'Grant the schemas to be read: GRANT USAGE ON ALL SCHEMAS IN DATABASE ... TO ROLE ..., and FUTURE SCHEMAS likewise.'
    },
    {
        name: 'tables',
        statements: ['SHOW TABLES IN ACCOUNT', 'SHOW VIEWS IN ACCOUNT'],
        isOwn: (row) => row.required('schema_name') === 'INFORMATION_SCHEMA' || isOfSystem(row),
        remedy: 'Grant the tables and views to be read: GRANT REFERENCES (or SELECT) ON ALL TABLES IN DATABASE ... TO ROLE ..., and for VIEWS and FUTURE ones likewise.'
    },
    {
        name: 'warehouses',
        statements: ['SHOW WAREHOUSES'],
        remedy: 'Grant a warehouse for queries: GRANT USAGE ON WAREHOUSE ... TO ROLE ...'
    },
    {
        name: 'roles',
        statements: ['SHOW ROLES'],
        remedy: 'Roles are seen by a role with MANAGE GRANTS; without it the roles sync holds fewer of them.'
    },
    {
        name: 'users',
        statements: ['SHOW USERS'],
        remedy: 'Users are seen by a role with MANAGE GRANTS or OWNERSHIP of them; without it the users sync holds fewer.'
    }
];

function isOfSystem(row: ShowRow): boolean {
    return row.required('database_name') === SYSTEM_DATABASE;
}

export async function seen(
    client: SnowflakeClient,
    { name, statements, isOwn, remedy }: Level
): Promise<{ message: string; count: number; remedy?: string }> {
    for (const statement of statements) {
        const shown = await show({ client, options: { timeoutSeconds: CHECK_SECONDS } }, statement);
        const kind = statement.split(' ')[1]?.toLowerCase() ?? name;
        if (!shown.whole) return { message: `The role sees at least 10,000 ${kind}.`, count: SHOW_CAP_ROWS };
        const count = shown.rows.filter((row) => isOwn?.(row) !== true).length;
        if (count > 0) return { message: `The role sees ${count} ${kind}.`, count };
    }
    return { message: `The role sees no ${statements.length > 1 ? 'tables or views' : name}.`, count: 0, remedy };
}
