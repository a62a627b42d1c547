/** What all Snowflake payloads share: the account as connectors take it, and names that options may replace. */
import { normaliseAccount } from '../../snowflake/account.js';
import { createInputWith, option } from '../create-input.js';
import { optionalText, requiredText } from '../destination-type.js';
import type { DestinationOptions } from '../destination-type.js';
import { z } from 'zod';
import { anyText } from '../../schema.js';

export const SNOWFLAKE_OPTIONS = ['warehouse', 'database', 'role'] as const;

/** Snowflake's destinations may use another warehouse, database or role than the connection. */
export const CreateSnowflakeInputSchema = createInputWith({
    warehouse: option("Default: the connection's"),
    database: option("Default: the connection's"),
    role: option("Default: the connection's, or the user's default role"),
    rotated_user: option(
        'Key pair only: another Snowflake user, who gets a key that AWS rotates by itself; refused for the own one'
    )
});

/** Fields of the page's fixed schema that do not depend on how one signs in. */
export const snowflakeFields = {
    type: z.literal('snowflake'),
    account: requiredText,
    warehouse: requiredText,
    database: requiredText,
    username: requiredText,
    role: optionalText
} as const;

/** The connection's configuration, with the create action's options over it. */
export function configured(config: unknown, options: DestinationOptions): Record<string, unknown> {
    const known = z.record(anyText, z.unknown()).safeParse(config).data ?? {};
    return { warehouse: known['warehouse'], database: known['database'], role: known['role'], ...options };
}

/** `xy12345.us-east-1`; a URL is cut down to that, a slip in the region is mended, anything that is no account is refused. */
export function connectorAccount(text: string, hostSuffixes: readonly string[]): string {
    const identifier = normaliseAccount(text, hostSuffixes).host.replace(/\.snowflakecomputing\.(com|cn)$/, '');
    const given = text.trim();
    // Underscores of an account's name are hyphens in its host alone.
    return given.toLowerCase().replaceAll('_', '-') === identifier ? given : identifier;
}

/** For functions that never try credentials. */
export function withoutClient(): never {
    throw new Error('This function has no Snowflake client.');
}
