/**
 * What makes one kind of destination differ from another: its credential schema, and how its credentials are tried.
 * Adding a type is one file in `types/`; the lifecycle knows none of them by name.
 */
import { z } from 'zod';
import type { NangoHandle } from '../nango/handle.js';
import { ActionableError } from '../errors.js';
import type { CreateInput } from './create-input.js';
import type { Formats, SecretContent } from './formats.js';
import type { ConnectionInput } from '../vendor/aws.js';
import type { Settings } from './settings.js';
import { refuseTooLarge } from './sizes.js';

/** Non-secret choices of the create action, e.g. another warehouse than the connection's; kept in the claim. */
export type DestinationOptions = Readonly<Record<string, string>>;

/** What Glue connects with, beside its name: the credentials stay in the secret, which it names. */
export interface GlueConnection extends Pick<ConnectionInput, 'AuthenticationConfiguration'> {
    readonly ConnectionType: string;
    readonly ConnectionProperties: Readonly<Record<string, string>>;
}

/** Credentials that fit their schema, ready to be tried and stored. */
export interface Candidate {
    /** What Secrets Manager stores, in each form that a reader may want; nothing else may see it. */
    content(format: string): SecretContent;
    /** The part that may stand outside Secrets Manager. */
    readonly metadata: Readonly<Record<string, string>>;
    /** Values that must be taken out of any text before it leaves. */
    readonly sensitive: readonly string[];
    /** Opens and closes a connection with exactly these credentials; throws ActionableError when that fails. */
    test(): Promise<void>;
    /** What a Glue connection to it is made of; undefined where Glue cannot read a secret of that format. */
    glueConnection?(format: string, secret: SecretPlace): GlueConnection | undefined;
    /** Set where Secrets Manager itself replaces the credentials from the first on, which are made when they are stored. */
    readonly managed?: Managed;
}

export interface SecretPlace {
    readonly name: string;
    readonly arn: string;
}

/** A secret that AWS rotates. What it holds is nobody's but its readers': it is neither compared nor changed here. */
export interface Managed {
    /** ARN of the role that Secrets Manager rotates with. */
    readonly role: string;
    readonly days: number;
    /** Each time new ones, which end those that were made before; tried before they are answered. */
    make(format: string): Promise<MadeCredentials>;
}

export interface MadeCredentials {
    readonly content: SecretContent;
    /** Throws ActionableError where they no longer let anybody in. */
    tryAgain(): Promise<void>;
}

export interface DestinationType {
    readonly type: string;
    /** What its create action takes: the common fields and, of these options, the ones that it has. */
    readonly createInput: z.ZodType<CreateInput>;
    readonly options: readonly string[];
    /** Names of the forms in which its secret can be stored; `page` is the first. */
    readonly formats: readonly string[];
    /** Options that leave no choice of the form. */
    impliedFormat?(options: DestinationOptions, wanted: string | undefined): string | undefined;
    /** Reads the connection and checks its credentials against the type's schema, before anything is tried. */
    prepare(nango: NangoHandle, options: DestinationOptions, settings: Settings): Promise<Candidate>;
}

/** The secret in the form of that name; forms that a type no longer has are none. */
export function contentIn<Payload>(formats: Formats<Payload>, payload: Payload): Candidate['content'] {
    return (format) => {
        const write = formats[format];
        if (write === undefined) {
            throw new ActionableError(
                'export_secret_invalid_credentials',
                `A secret of this connection cannot be stored in the format "${format.slice(0, 60)}".`,
                'Create a destination in another format.'
            );
        }
        const content = write(payload);
        refuseTooLarge(content.secretString);
        return content;
    };
}

/** Credentials by their schema; the message names fields, never values. */
export function parseCredentials<Schema extends z.ZodType>(
    type: string,
    schema: Schema,
    credentials: unknown
): z.infer<Schema> {
    const parsed = schema.safeParse(credentials);
    if (parsed.success) return parsed.data;
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'credentials'))];
    throw new ActionableError(
        'export_secret_invalid_credentials',
        `The connection's credentials do not fit the schema of a ${type} destination: check ${fields.join(', ')}.`,
        'Every field is required and non-empty unless the documentation says optional: set it in the Connect session or reconnect.',
        { fields: fields.join(',') }
    );
}

/** Required text, without the white space around it. */
export const requiredText = z.string().trim().min(1);

/** Empty means unset. */
export const optionalText = z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : (value ?? undefined)),
    requiredText.optional()
);
