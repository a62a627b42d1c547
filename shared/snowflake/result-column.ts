/** A column of a result as both protocols describe it. */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../schema.js';
import { eachName } from '../names.js';
import type { ResultColumn } from './client.js';
import { dropUnset } from './context.js';

export const ResultColumnSchema = z
    .object({
        name: anyText,
        type: anyText,
        precision: anyNumber.nullish(),
        scale: anyNumber.nullish(),
        length: anyNumber.nullish(),
        byteLength: anyNumber.nullish(),
        nullable: anyBoolean.nullish(),
        database: anyText.nullish(),
        schema: anyText.nullish(),
        table: anyText.nullish(),
        collation: anyText.nullish()
    })
    .transform((column): ResultColumn => ({
        name: column.name,
        type: logicalType(column.type),
        precision: column.precision ?? null,
        scale: column.scale ?? null,
        length: column.length ?? null,
        nullable: column.nullable ?? true,
        byteLength: column.byteLength ?? null,
        ...dropUnset({
            database: column.database ?? undefined,
            schema: column.schema ?? undefined,
            table: column.table ?? undefined,
            collation: column.collation
        })
    }));

/** Names that SQL has for a type stand for the one that Snowflake's results have. */
const LOGICAL_TYPES = new Map(
    Object.entries({
        ...eachName('FLOAT, DOUBLE', 'REAL'),
        ...eachName('NUMBER, DECIMAL, INTEGER', 'FIXED'),
        ...eachName('VARCHAR, STRING', 'TEXT')
    })
);

function logicalType(name: string): string {
    const type = name.toUpperCase();
    return LOGICAL_TYPES.get(type) ?? type;
}
