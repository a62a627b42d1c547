/** What `create-export-secret` takes: for every type the same, and the options of its own. */
import { z } from 'zod';
import { optional } from '../schema.js';
import { VERSION } from '../version.js';
import { LONGEST_NAME_CHARS } from './naming.js';
import { ExportSecretSchema } from './record.js';

/** Strict, so that a password put here by mistake is refused and not passed on. */
const Common = z.strictObject({
    name: z.string().trim().min(1).max(LONGEST_NAME_CHARS).describe('Display name'),
    type: optional(z.string(), "The destination's type; the integration implies it"),
    format: optional(
        z.string().max(64),
        'In which form the secret is stored, by who reads it; default: page, or what the operator has set'
    ),
    glue_connection: optional(
        z.boolean(),
        'Whether a Glue connection is made with it, for a format that Glue reads; default: what the operator has set'
    )
});

/** Once it is parsed: the common fields and the type's own options. */
export type CreateInput = z.output<typeof Common> & Readonly<Record<string, string | boolean | undefined>>;

/** An option of a type. Empty is unset, as in the Connect session. */
export function option(about: string): z.ZodOptional<z.ZodString> {
    return z.string().trim().max(255).optional().describe(about);
}

export const CreateInputSchema = createInputWith({});

/** With a type's own options. */
export function createInputWith<Options extends z.ZodRawShape>(
    options: Options
): z.ZodObject<typeof Common.shape & Options, z.core.$strict> {
    return Common.extend(options);
}

export function createSpecOf<Input extends z.ZodType<CreateInput>>(input: Input): CreateSpec<Input> {
    return {
        description:
            'Begins an export destination with the credentials of this connection and answers at once with status Pending.',
        version: VERSION,
        input,
        output: ExportSecretSchema
    };
}

export interface CreateSpec<Input> {
    readonly description: string;
    readonly version: string;
    readonly input: Input;
    readonly output: typeof ExportSecretSchema;
}
