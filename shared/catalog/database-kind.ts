/** What sort of database a row of SHOW DATABASES is; it decides whether the syncs walk it. */
export type DatabaseKind = 'standard' | 'imported' | 'personal' | 'system';

/**
 * A dropped user's personal database stays behind as `DROPPED_USER$...`, of whatever kind. `SNOWFLAKE` is an imported database of Snowflake's own; applications and their packages belong to others too.
 * https://docs.snowflake.com/en/sql-reference/sql/show-databases#output
 */
export function databaseKind(name: string, kind: string | null, origin: string | null): DatabaseKind {
    const said = (kind ?? '').toUpperCase();
    if (said.includes('PERSONAL') || (said === '' && name.startsWith('USER$'))) return 'personal';
    if (name.startsWith('DROPPED_USER$')) return 'personal';
    if (name === 'SNOWFLAKE' || said.includes('APPLICATION')) return 'system';
    if (said.includes('IMPORTED') || (said === '' && (origin ?? '') !== '')) return 'imported';
    return 'standard';
}
