/** A column of a result as both protocols describe it. */
import { z } from 'zod';
import type { ResultColumn } from './client.js';

export const ResultColumnSchema = z
    .object({
        name: z.string(),
        type: z.string(),
        precision: z.number().nullish(),
        scale: z.number().nullish(),
        length: z.number().nullish(),
        byteLength: z.number().nullish(),
        nullable: z.boolean().nullish()
    })
    .transform((column): ResultColumn => ({
        name: column.name,
        type: column.type.toUpperCase(),
        precision: column.precision ?? null,
        scale: column.scale ?? null,
        length: column.length ?? null,
        nullable: column.nullable ?? true,
        byteLength: column.byteLength ?? null
    }));
