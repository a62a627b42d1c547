/** What the schemas of inputs, outputs and settings are made of beside zod's own. */
import type { z } from 'zod';

/** A field that may be left out. */
export function optional<Schema extends z.ZodType>(schema: Schema, about: string): z.ZodOptional<Schema> {
    return schema.optional().describe(about);
}

/** A field that is null where there is nothing to say. */
export function nullable<Schema extends z.ZodType>(schema: Schema, about: string): z.ZodNullable<Schema> {
    return schema.nullable().describe(about);
}
