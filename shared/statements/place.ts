import type { SessionNames } from '../snowflake/session-names.js';

/** Where a statement runs, as the actions' inputs name it: an empty text is unset. */
export function placeOf({ database, schema, warehouse, role }: SessionNames): SessionNames {
    return {
        database: database || undefined,
        schema: schema || undefined,
        warehouse: warehouse || undefined,
        role: role || undefined
    };
}
