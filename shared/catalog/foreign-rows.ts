/**
 * An answer about something else than what was asked for. An account can read `"sales"` as SALES
 * (QUOTED_IDENTIFIERS_IGNORE_CASE), and a proxy can mix up answers: rows that name another place are no content of the
 * one that was asked, and what they do not name is not gone.
 */
import { SnowflakeError } from '../snowflake/errors.js';
import { qualifiedName, splitQualifiedName, unquoteIdentifier } from '../snowflake/identifiers.js';
import type { ShowRow } from './show-row.js';

export class ForeignRows extends SnowflakeError {
    constructor(asked: string, answered: string) {
        super(
            'unexpected_response',
            `Snowflake was asked for ${asked} and answered for ${answered}.`,
            'Set QUOTED_IDENTIFIERS_IGNORE_CASE to FALSE for the user, if it is TRUE: ALTER USER ... SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE.'
        );
        this.name = 'ForeignRows';
    }
}

/** Throws ForeignRows. `columns` are those in which a row names its place, as far as `place` names it. */
export function refuseForeignRows(
    rows: readonly ShowRow[],
    place: readonly string[],
    columns: readonly string[]
): void {
    const asked = place.slice(0, columns.length);
    const named = columns.slice(0, asked.length);
    const foreign = rows.find((row) => {
        for (let depth = 0; depth < named.length; depth += 1) {
            if (row.required(named[depth] ?? '') !== asked[depth]) return true;
        }
        return false;
    });
    if (foreign === undefined) return;
    throw new ForeignRows(qualifiedName(...asked), qualifiedName(...named.map((column) => foreign.required(column))));
}

/** SHOW GRANTS puts a name in quotes that needs them; quotes may also be part of the name. */
export function isName(shown: string, name: string): boolean {
    return shown === name || unquoteIdentifier(shown) === name;
}

/** Whether a name in parts, as SHOW GRANTS writes it, is that of the path, or of what the path ends in. */
export function isNameOf(shown: string, path: readonly string[]): boolean {
    if (shown === path.join('.') || isName(shown, path.at(-1) ?? '')) return true;
    const parts = splitQualifiedName(shown)?.map(({ text }) => text) ?? [];
    return parts.length > 0 && parts.every((part, at) => part === path.at(at - parts.length));
}
