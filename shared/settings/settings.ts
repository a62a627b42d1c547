/**
 * What a customer can set, in the connection's metadata: one schema for every sync. Metadata is shared with the app
 * and with this package's own notes, so unknown keys pass; a misspelt `include_…`/`exclude_…` is still caught.
 */
import { z } from 'zod';
import { anyBoolean, anyText, optional } from '../schema.js';
import { names } from '../names.js';
import { MOST_REQUESTS_AT_ONCE, REQUESTS_AT_ONCE } from '../limits.js';
import { InputError, issuesOf, wrongSettings } from '../nango/report.js';
import { AllowDeletionsSchema, DeletionGuardSchema, MAX_WORD_LENGTH } from './deletion-settings.js';
import { AllowedStatementsSchema } from './allowed-statements.js';
import { QuerySchema, QueriesSchema } from './query-settings.js';
import { ReadWithSchema } from './read-with.js';
import { splitQualifiedName } from '../snowflake/identifiers.js';

const DATABASE_PARTS = 1;
const SCHEMA_PARTS = 2;

/** A name as people write it: `SALES` (any case, `*` stands for anything) or `"my.db"` (exactly that). */
const DatabasePatternSchema = z
    .string()
    .refine(
        (text) => splitQualifiedName(text)?.length === DATABASE_PARTS,
        'must be one database name; quote a name that holds dots, like "my.db"'
    );

const SchemaPatternSchema = z.union([
    z
        .string()
        .refine(
            (text) => splitQualifiedName(text)?.length === SCHEMA_PARTS,
            'must be DATABASE.SCHEMA; quote a name that holds dots, like "my.db"."my.schema"'
        ),
    z.object({ database: anyText.min(1), schema: anyText.min(1) })
]);
export type SchemaPattern = z.infer<typeof SchemaPatternSchema>;

const partFields = {
    include_databases: optional(z.array(DatabasePatternSchema), 'Only these databases: names, or patterns with *.'),
    exclude_databases: optional(z.array(DatabasePatternSchema), 'Not these databases: names, or patterns with *.'),
    include_schemas: optional(z.array(SchemaPatternSchema), 'Only these schemas, as DATABASE.SCHEMA; * is a wildcard.'),
    exclude_schemas: optional(z.array(SchemaPatternSchema), 'Not these schemas, as DATABASE.SCHEMA; * is a wildcard.')
};

/** What one variant of a sync reads of what the settings let in. */
const PartSchema = z.strictObject(partFields);
export type Part = z.infer<typeof PartSchema>;

export const SettingsSchema = z.object({
    ...partFields,
    schemas: optional(z.array(SchemaPatternSchema), 'The same as include_schemas.'),
    include_system_databases: optional(anyBoolean, 'Also the database SNOWFLAKE and applications. Default: false.'),
    include_imported_databases: optional(anyBoolean, 'Also databases shared by others. Default: true.'),
    include_personal_databases: optional(anyBoolean, "Also users' personal databases. Default: false."),
    include_information_schema: optional(anyBoolean, "Also each database's INFORMATION_SCHEMA. Default: false."),
    include_user_roles: optional(
        anyBoolean,
        "Fill in users' roles: one more request per role that has users. Default: false."
    ),
    read_with: optional(
        ReadWithSchema,
        'Columns and grants are read by queries, which need a warehouse and have no cap. Unset: by SHOW, which costs no credits.'
    ),
    requests_at_once: optional(
        z.int().min(1).max(MOST_REQUESTS_AT_ONCE),
        `Requests of one run under way at once, 1 to ${MOST_REQUESTS_AT_ONCE}. Default: ${REQUESTS_AT_ONCE}.`
    ),
    role: optional(
        anyText,
        "The role that syncs read with, exactly as listings show it; no action uses it. One that is granted to the user: over OAuth, or with a token restricted to a role, only that one. Default: the connection's, else the user's default role."
    ),
    warehouse: optional(anyText, "The warehouse for queries. Default: the user's default warehouse."),
    database: optional(anyText, 'The database in which the query runs.'),
    schema: optional(anyText, 'The schema in which the query runs.'),
    deletion_guard: optional(
        DeletionGuardSchema,
        'When deletions wait: if more than this share (default 0.3) and at least so many (default 20) of the records known of a model, or of a database in it, were not found. The metadata syncs have these defaults; the rows of `query` wait only where this is set.'
    ),
    allow_deletions: AllowDeletionsSchema.optional(),
    allow_account: optional(
        anyText.max(MAX_WORD_LENGTH),
        'The Snowflake account that the records may change over to, after the connection was moved to it.'
    ),
    allowed_statements: optional(
        AllowedStatementsSchema,
        'The kinds of statements that execute-statement may run, by the word that they begin with: select, show, insert and so on. WITH is a select. A call, an execute, a block and whatever creates one of these can do anything. An empty list allows none. Unset: all.'
    ),
    use_defaults: optional(anyBoolean, 'Settings that were set before are gone on purpose: run without them.'),
    variants: optional(
        z.record(anyText, PartSchema),
        'Parts of the account by name: a variant of a metadata sync reads the part of its own name, else the database of that name.'
    ),
    queries: optional(QueriesSchema, 'Named queries; a sync variant runs the one of its own name.'),
    ...QuerySchema.partial().shape
});
export type Settings = z.infer<typeof SettingsSchema>;

/** What shapes the records of the metadata syncs: without one of these they would hold others. */
export const SCOPE_SETTINGS = names(
    'include_databases, exclude_databases, include_schemas, exclude_schemas, schemas',
    'include_system_databases, include_imported_databases, include_personal_databases',
    'include_information_schema, include_user_roles, role'
) satisfies readonly (keyof Settings)[];

/** What a walk must not change while it is under way; the records without it are as good. */
export const WALK_SETTINGS = [...SCOPE_SETTINGS, 'read_with'] as const;

/** What says which rows `query-results` holds. */
export const QUERY_SETTINGS = names(
    'query, queries, binds, id_column, incremental_column, role, warehouse, database, schema'
) satisfies readonly (keyof Settings)[];

const FieldsSchema = z.record(anyText, z.unknown());

/** Parses the settings; throws InputError naming each wrong field. */
export function parseSettings(metadata: unknown): Settings {
    const parsed = SettingsSchema.safeParse(withoutUnset(metadata ?? {}));
    if (!parsed.success) throw wrongSettings(issuesOf(parsed.error));
    if (hasProto(metadata)) throw wrongSettings('queries.__proto__: cannot be the name of a query');
    const misspelt = Object.keys(FieldsSchema.catch({}).parse(metadata)).filter(
        (key) => /^(include|exclude)_/.test(key) && !(key in SettingsSchema.shape)
    );
    if (misspelt.length > 0) {
        throw new InputError(
            'invalid_settings',
            `The connection's settings hold unknown fields: ${misspelt.join(', ')}.`,
            `Known are ${Object.keys(SettingsSchema.shape).join(', ')}.`
        );
    }
    return parsed.data;
}

const QueriesFieldSchema = z.object({
    queries: z.custom<object>((value) => typeof value === 'object' && value !== null)
});

/** The one key that a parsed object loses, and with it a customer's query. */
function hasProto(metadata: unknown): boolean {
    const { data } = QueriesFieldSchema.safeParse(metadata);
    return data !== undefined && Object.hasOwn(data.queries, '__proto__');
}

/** A form sends an empty text or list for a field left blank: it means unset, as in `connection_config`. */
function withoutUnset(metadata: unknown): unknown {
    const fields = FieldsSchema.safeParse(metadata);
    if (!fields.success) return metadata;
    const set = Object.entries(fields.data).filter(([, value]) => !isUnset(value));
    return Object.fromEntries(set.map(([key, value]) => [key, key === 'queries' ? eachWithoutUnset(value) : value]));
}

function eachWithoutUnset(queries: unknown): unknown {
    const named = FieldsSchema.safeParse(queries);
    if (!named.success) return queries;
    return Object.fromEntries(Object.entries(named.data).map(([name, query]) => [name, withoutUnset(query)]));
}

function isUnset(value: unknown): boolean {
    if (typeof value === 'string') return value.trim() === '';
    return value === null || (Array.isArray(value) && value.length === 0);
}

/** The settings that are in the metadata, set or blank: a reconnect leaves none at all. */
export function settingsIn(metadata: unknown): string[] {
    return Object.keys(FieldsSchema.catch({}).parse(metadata ?? {})).filter((key) => key in SettingsSchema.shape);
}
