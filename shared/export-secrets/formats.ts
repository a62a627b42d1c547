/**
 * In which form the secret's value stands in Secrets Manager, by who reads it. The page's form is the default; the
 * operator chooses another for a type by an environment variable, and a create action for its destination alone.
 */
import { ActionableError } from '../errors.js';
import type { Settings } from './settings.js';

/** What CreateSecret is given. `secretType` names the partner of a managed external secret. */
export interface SecretContent {
    readonly secretString: string;
    readonly secretType?: string;
    /** What the partner's rotation has to know beside the credentials. */
    readonly rotationMetadata?: Readonly<Record<string, string>>;
}

export type Formats<Payload> = Readonly<Record<string, (payload: Payload) => SecretContent>>;

export const PAGE_FORMAT = 'page';

export function asJson(value: unknown): SecretContent {
    return { secretString: JSON.stringify(value) };
}

/** The name of the form that a new destination gets; refused where its type has none of that name. */
export function chooseFormat(
    type: { readonly type: string; readonly formats: readonly string[] },
    wanted: string | undefined,
    settings: Settings
): string {
    const asked = wanted?.trim() || undefined;
    const set = settings.formats?.get(type.type);
    const format = asked ?? set ?? PAGE_FORMAT;
    if (type.formats.includes(format)) return format;
    const choice = `Choose one of: ${type.formats.join(', ')}.`;
    if (asked !== undefined) {
        throw new ActionableError(
            'invalid_input',
            `The input is not valid: format: a ${type.type} destination of this integration has no such format.`,
            choice
        );
    }
    throw new ActionableError(
        'invalid_settings',
        `The environment variable EXPORT_SECRETS_FORMAT_${type.type.toUpperCase()} names no format of a ${type.type} destination of this integration.`,
        choice
    );
}
