/** What `create-export-secret` takes: for every type the same, and the options of its own. */
import { z } from 'zod';
import { anyBoolean, anyText, ofLength, orNull, trimmedText } from '../schema.js';
import { actionSpec } from '../nango/action-spec.js';
import type { ActionSpec } from '../nango/action-spec.js';
import { LONGEST_NAME_CHARS } from './naming.js';
import { ExportSecretSchema } from './record.js';

/** Strict, so that a password put here by mistake is refused and not passed on. */
const Common = z.strictObject({
    name: ofLength(trimmedText, LONGEST_NAME_CHARS).describe('The name that people see.'),
    type: orNull(anyText, 'The type of the destination, which the integration implies; leave it out.'),
    format: orNull(
        ofLength(anyText, 64),
        'In which form the secret is stored, by who reads it; default: page, or what the operator has set.'
    ),
    glue_connection: orNull(
        anyBoolean,
        'Whether a Glue connection is made with it, for a format that Glue reads; default: what the operator has set'
    )
});

/** Once it is parsed; the type's own options stand beside these. */
export type CreateInput = z.output<typeof Common>;

/** An option of a type. Empty is unset, as in the Connect session. */
export function option(about: string): z.ZodPrefault<z.ZodNullable<z.ZodString>> {
    return orNull(ofLength(z.string().trim(), 255), about);
}

export const CreateInputSchema = createInputWith({});

/** With a type's own options. */
export function createInputWith<Options extends z.ZodRawShape>(
    options: Options
): z.ZodObject<typeof Common.shape & Options, z.core.$strict> {
    return Common.extend(options);
}

export function createSpecOf<Input extends z.ZodType<CreateInput>>(
    input: Input
): ActionSpec<Input, typeof ExportSecretSchema> {
    return actionSpec(
        'Begins an export destination: stores the credentials of this connection in AWS Secrets Manager for a reader such as Glue. Only where a user asked for one; an organisation has one at a time. Answers at once with status Pending; poll get-export-secret.',
        input,
        ExportSecretSchema
    );
}
