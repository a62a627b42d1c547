/** A column of a result as both protocols describe it. */
import { z } from 'zod';
import { eachName } from '../names.js';
import type { ResultColumn } from './client.js';
import { dropUnset } from './context.js';

export const ResultColumnSchema = z
    .object({
        name: z.string(),
        type: z.string(),
        precision: z.number().nullish(),
        scale: z.number().nullish(),
        length: z.number().nullish(),
        byteLength: z.number().nullish(),
        nullable: z.boolean().nullish(),
        database: z.string().nullish(),
        schema: z.string().nullish(),
        table: z.string().nullish(),
        collation: z.string().nullish()
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
