/** A column of a table or view. */
import { dataType } from './data-types.js';

import type { DataType } from './data-types.js';

export interface Column {
    name: string;
    type: DataType;
    nullable: boolean;
    /** The default's SQL, e.g. `5` or `CURRENT_TIMESTAMP()`. */
    default: string | null;
    /** The same in DuckDB's SQL; null where DuckDB cannot have it. */
    storedDefault: string | null;
    comment: string | null;
    autoincrement: { readonly start: number; readonly step: number; readonly order: boolean } | null;
    /** The SQL of a virtual column. */
    expression: string | null;
    primaryKey: boolean;
    uniqueKey: boolean;
}

export type NewColumn = Partial<Omit<Column, 'type'>> & { readonly name: string; readonly type: DataType | string };

export function columnOf(given: NewColumn): Column {
    return {
        nullable: true,
        default: null,
        storedDefault: null,
        comment: null,
        autoincrement: null,
        expression: null,
        primaryKey: false,
        uniqueKey: false,
        ...given,
        type: typeof given.type === 'string' ? dataType(given.type) : given.type
    };
}
