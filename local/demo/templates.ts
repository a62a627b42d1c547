/**
 * How many requests the public templates' syncs would send for an account, by their code: a statement per container,
 * and for `columns` one per table, each asked for twice (POST, then GET). Measured at commit 3196dff, an account of
 * 3 databases × 5 schemas × 20 tables gave 26 for `tables` and 684 for `columns`, which is what this counts.
 * https://github.com/NangoHQ/integration-templates/tree/main/integrations/snowflake-jwt/syncs
 */
import type { Account } from 'snowflake-stand-in/engine/account.js';

export function templateRequests(account: Account): ReadonlyMap<string, number> {
    const databases = [...account.databases.values()].filter(({ kind }) => kind !== 'PERSONAL DATABASE');
    const schemas = databases.flatMap((database) =>
        [...database.schemas.values()].filter(({ name }) => name !== 'INFORMATION_SCHEMA')
    );
    const tables = schemas.flatMap((schema) => [...schema.relations.values()].filter(({ type }) => type === 'TABLE'));
    const toSchemas = 1 + databases.length;
    const toTables = toSchemas + schemas.length;
    return new Map([
        ['databases', 1],
        ['schemas', toSchemas],
        ['tables', toTables],
        ['views', toTables],
        ['columns', 2 * (toTables + tables.length)],
        ['users', 1]
    ]);
}
