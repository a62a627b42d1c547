/**
 * What makes one kind of destination differ from another: its credential schema, and how its credentials are tried.
 * Adding a type is one file in `types/`; the lifecycle knows none of them by name.
 */
import { z } from 'zod';
import type { NangoHandle } from '../nango/handle.js';
import { ActionableError } from '../errors.js';
import type { Settings } from './settings.js';

/** Non-secret choices of the create action, e.g. another warehouse than the connection's; kept in the claim. */
export type DestinationOptions = Readonly<Record<string, string>>;

/** Credentials that fit their schema, ready to be tried and stored. */
export interface Candidate {
    /** What Secrets Manager stores; nothing else may see it. */
    readonly secretString: string;
    /** The part that may stand outside Secrets Manager. */
    readonly metadata: Readonly<Record<string, string>>;
    /** Values that must be taken out of any text before it leaves. */
    readonly sensitive: readonly string[];
    /** Opens and closes a connection with exactly these credentials; throws ActionableError when that fails. */
    test(): Promise<void>;
}

export interface DestinationType {
    readonly type: string;
    /** Names of the options that the create action takes for this type. */
    readonly options: readonly string[];
    /** Reads the connection and checks its credentials against the type's schema, before anything is tried. */
    prepare(nango: NangoHandle, options: DestinationOptions, settings: Settings): Promise<Candidate>;
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
