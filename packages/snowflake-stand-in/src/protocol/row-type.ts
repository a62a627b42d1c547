import type { ColumnMeta } from '../types.js';

/** A column as both protocols describe it. */
export function rowType(column: ColumnMeta): object {
    return {
        name: column.name,
        database: '',
        schema: '',
        table: '',
        scale: column.scale,
        precision: column.precision,
        length: column.length,
        type: column.type.toLowerCase(),
        nullable: column.nullable,
        byteLength: column.byteLength,
        collation: null
    };
}
