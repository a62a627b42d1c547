/** The columns that a configured query names, as Snowflake names them. */
import type { NamedQuery } from '../settings/query-settings.js';
import { asIdentifier, isQuoted } from '../snowflake/identifiers.js';

export interface QueryColumns {
    readonly ids: readonly string[];
    readonly incremental: string | null;
}

/**
 * The names taken as identifiers: bare ones are upper case, quoted ones are exact. Where the columns of the result are
 * known, a name that is one of them only as it is written is taken so.
 */
export function columnsOf(query: NamedQuery, present: ReadonlySet<string> = new Set()): QueryColumns {
    const resolve = (name: string): string => {
        const usual = asIdentifier(name);
        return !present.has(usual) && present.has(name) ? name : usual;
    };
    const { id_column: ids, incremental_column: incremental } = query;
    return {
        ids: (typeof ids === 'string' ? [ids] : ids).map(resolve),
        incremental: incremental === undefined ? null : resolve(incremental)
    };
}

/** True where a name read exactly as written is another column. */
export function hasExactForm(query: NamedQuery): boolean {
    return [query.id_column, query.incremental_column ?? []]
        .flat()
        .some((name) => !isQuoted(name) && asIdentifier(name) !== name);
}
