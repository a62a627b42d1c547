/** What the schemas of inputs, outputs and settings are made of beside zod's own. */
import { z } from 'zod';

/** Zod takes a tenth of a millisecond for each schema, at every start: those that say no more than a type are made once. */
export const anyText = z.string();
export const anyNumber = z.number();
export const anyBoolean = z.boolean();

/** A field that may be left out. */
export function optional<Schema extends z.ZodType>(schema: Schema, about: string): z.ZodOptional<Schema> {
    return schema.optional().describe(about);
}

/** A field that is null where there is nothing to say. */
export function nullable<Schema extends z.ZodType>(schema: Schema, about: string): z.ZodNullable<Schema> {
    return schema.nullable().describe(about);
}

/**
 * A field of an action's input that may be left out. A model in strict mode has to write every field: null is how it
 * leaves one out, so the schema that Nango is told of requires the field and takes null, while callers need not write it.
 * `parseInput` takes the nulls away.
 */
export function orNull<Schema extends z.ZodType>(schema: Schema, about: string): z.ZodPrefault<z.ZodNullable<Schema>> {
    return schema.nullable().prefault(null).describe(about);
}

/** Texts of an action's input: strict mode knows patterns, but no lengths. */
const FILLED = /./s;
export const filledText = z.string().regex(FILLED, 'must not be empty');
export const trimmedText = z.string().trim().regex(FILLED, 'must not be empty');

export function ofLength<Text extends z.ZodType<string>>(text: Text, max: number): Text {
    return text.refine((given) => given.length <= max, `must have at most ${max} characters`);
}
