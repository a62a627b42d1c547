/** A column of a result as both protocols describe it. */
import { z } from 'zod';
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
        type: column.type.toUpperCase(),
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
