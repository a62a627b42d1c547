/** A kind as the views of INFORMATION_SCHEMA and ACCOUNT_USAGE tell it: rows of a view become rows of its SHOW. */
import type { Row } from '../../snowflake/client.js';
import type { ShowRow } from '../show-row.js';

export interface DeepKind {
    /** Of both schemas. */
    readonly view: string;
    /** What is asked of it, beside the names of the object. */
    readonly columns: readonly string[];
    /** By what the rows of one object are ordered. */
    readonly orderBy: string;
    /** `names` are database, schema and object; `cells` what was asked for, in that order, after `from` others. */
    toShowRow(names: readonly string[], cells: Row, from: number): ShowRow;
    /** A row of SHOW, of which no more is left than the view says; as it is where the view does not have it. */
    asInView(row: ShowRow): ShowRow;
}
