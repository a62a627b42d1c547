/**
 * What is known of a way to connect beside its code: which integration it is, and what a Connect session sets for it. Light,
 * since an app carries it too. Each way has a folder with its `way.ts`, `client.ts` (opens a `SnowflakeClient` for a
 * handle) and, unless what it signs in with is no use to others, `destination.ts` (the export destination with it).
 */
import type { z } from 'zod';
import { anyText } from '../schema.js';
import type { SessionNames } from '../snowflake/session-names.js';

/** What the connection is to have in a field: what is given, or what it had before where that is undefined. */
export type Keep = (field: string, given: string | undefined) => string | undefined;

/** From what an app gives a Connect session to every key of `connection_config` that the functions read. */
export type SessionConfig<Given> = (given: Given, keep: Keep) => Record<string, string>;

export interface Way<Session extends z.ZodObject = z.ZodObject> {
    /** Its integration's id in Nango. */
    readonly integration: string;
    /** Nango's provider that the integration is made with. */
    readonly provider: string;
    /** What one signs in with. */
    readonly title: string;
    /** What customers read above the form, where the operator gives the integration no other name. */
    readonly displayName: string;
    /** How the credentials of its export destination are tried; null where it has no destination. */
    readonly triedBy: string | null;
    /** What an app gives a Connect session. */
    readonly session: Session;
    /** The key of `connection_config` that names the account. */
    readonly accountKey: string;
    readonly config: SessionConfig<z.output<Session>>;
}

export function wayToConnect<Session extends z.ZodObject>(way: Way<Session>): Way<Session> {
    return way;
}

/** How a session names the account. */
export const ACCOUNT_FORMS = "`myorg-myaccount`, `xy12345.us-east-1`, or the account's URL";

/** What a session of any way sets beside the account. */
export const place = {
    warehouse: anyText.optional(),
    database: anyText.optional(),
    schema: anyText.optional(),
    role: anyText.optional().describe("Default: the user's default role.")
};

/** Each is set, if only to nothing: what is left open, the end user could fill. */
export function placeConfig({ warehouse, database, schema, role }: SessionNames, keep: Keep): Record<string, string> {
    const given = { warehouse, database, schema, role };
    return Object.fromEntries(Object.entries(given).map(([field, name]) => [field, keep(field, name) ?? '']));
}
