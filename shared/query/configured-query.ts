/** Which query a sync variant runs, and where. */
import { InputError } from '../nango/report.js';
import type { NamedQuery } from '../settings/query-settings.js';
import type { Settings } from '../settings/settings.js';
import { dropUnset } from '../snowflake/context.js';

const BASE_VARIANT = 'base';

export function queryFor(settings: Settings, variant: string): NamedQuery {
    const { role, warehouse, database, schema, timeout_seconds, allow_deletions } = settings;
    const place = dropUnset({ role, warehouse, database, schema, timeout_seconds, allow_deletions });
    const { queries = {} } = settings;
    // A variant may be called like what every object has: constructor, __proto__.
    const named = Object.hasOwn(queries, variant) ? queries[variant] : undefined;
    if (named) return { ...place, ...named };
    if (variant !== BASE_VARIANT) {
        throw new InputError(
            'invalid_settings',
            `No query named ${variant} is configured for this connection.`,
            `Set queries.${variant} with query and id_column in the connection's metadata.`
        );
    }
    const { query, id_column, binds, incremental_column, deletion_guard } = settings;
    if (query === undefined) {
        throw new InputError(
            'invalid_settings',
            'No query is configured for this connection.',
            "Set query and id_column in the connection's metadata."
        );
    }
    if (id_column === undefined) {
        throw new InputError(
            'invalid_settings',
            'The query has no id_column.',
            "Set id_column in the connection's metadata: the column, or the columns, that identify a row."
        );
    }
    return { ...place, query, id_column, ...dropUnset({ binds, incremental_column, deletion_guard }) };
}
