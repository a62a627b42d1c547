/**
 * An answer about something else than what was asked for. An account can read `"sales"` as SALES
 * (QUOTED_IDENTIFIERS_IGNORE_CASE), and a proxy can mix up answers: rows that name another place are no content of the
 * one that was asked, and what they do not name is not gone.
 */
import { SnowflakeError } from '../snowflake/errors.js';
import { qualifiedName } from '../snowflake/identifiers.js';
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
    const isForeign = (row: ShowRow): boolean => named.some((column, depth) => row.required(column) !== asked[depth]);
    const foreign = rows.find(isForeign);
    if (foreign === undefined) return;
    throw new ForeignRows(qualifiedName(...asked), qualifiedName(...named.map((column) => foreign.required(column))));
}
