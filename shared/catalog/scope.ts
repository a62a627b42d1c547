/** Which databases and schemas the settings ask for. What is excluded stays out even where it is included. */
import type { Part, SchemaPattern, Settings } from '../settings/settings.js';
import { splitQualifiedName } from '../snowflake/identifiers.js';
import type { DatabaseKind } from './database-kind.js';
import { nameTest } from './name-pattern.js';
import type { NamePattern } from './name-pattern.js';
import { ScopePatterns } from './scope-patterns.js';
import type { NamedDatabase, NamedSchema } from './scope-patterns.js';

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

export interface Scope {
    readonly includesDatabase: (name: string, kind: DatabaseKind) => boolean;
    readonly includesSchema: (database: string, schema: string) => boolean;
    /** Whether the settings leave out what lies there: nothing is said of what is only out of sight. */
    readonly leavesOut?: (database: string, schema: string | undefined) => boolean;
    /** What the settings name, and whether it was seen. A scope that no settings made has none. */
    readonly patterns?: ScopePatterns;
}

/** `part` narrows what the settings let in, for one variant of a sync. */
export function scopeOf(settings: Settings, part: Part | null = null): Scope {
    const filters = [filterOf(settings), ...(part ? [filterOf(part)] : [])];
    const isWalked = (kind: DatabaseKind): boolean => includesKind(settings, kind);
    const named = [namesIn(settings, ''), ...(part ? [namesIn(part, "this variant's ")] : [])];
    const patterns = new ScopePatterns(
        named.flatMap(({ databases }) => databases),
        named.flatMap(({ schemas }) => schemas),
        isWalked
    );
    const scope: Scope = {
        includesDatabase: (name, kind) => isWalked(kind) && filters.every((filter) => filter.database(name)),
        includesSchema: (database, schema) =>
            (settings.include_information_schema === true || schema !== INFORMATION_SCHEMA) &&
            filters.every((filter) => filter.schema(database, schema)),
        leavesOut: (database, schema) =>
            !scope.includesDatabase(database, patterns.kindOf(database)) ||
            (schema !== undefined && !scope.includesSchema(database, schema)),
        patterns
    };
    return scope;
}

type Filtering = Pick<
    Settings,
    'include_databases' | 'exclude_databases' | 'include_schemas' | 'exclude_schemas' | 'schemas'
>;

interface Filter {
    database(name: string): boolean;
    schema(database: string, schema: string): boolean;
}

function filterOf(settings: Filtering): Filter {
    const onlyDatabases = settings.include_databases?.map(databaseTest);
    const notDatabases = (settings.exclude_databases ?? []).map(databaseTest);
    const listed = [...(settings.include_schemas ?? []), ...(settings.schemas ?? [])].map(schemaTest);
    const onlySchemas = settings.include_schemas || settings.schemas ? listed : undefined;
    const notSchemas = (settings.exclude_schemas ?? []).map(schemaTest);
    return {
        database: (name) =>
            (onlyDatabases?.some((test) => test(name)) ?? true) &&
            !notDatabases.some((test) => test(name)) &&
            (onlySchemas?.some((test) => test.database(name)) ?? true),
        schema: (database, schema) =>
            (onlySchemas?.some((test) => test.database(database) && test.schema(schema)) ?? true) &&
            !notSchemas.some((test) => test.database(database) && test.schema(schema))
    };
}

/** `whose` stands before the names of the settings in errors. */
function namesIn(
    settings: Filtering,
    whose: string
): { readonly databases: readonly NamedDatabase[]; readonly schemas: readonly NamedSchema[] } {
    return {
        databases: [
            ...namedDatabases(whose, 'include_databases', settings.include_databases),
            ...namedDatabases(whose, 'exclude_databases', settings.exclude_databases)
        ],
        schemas: [
            ...namedSchemas(whose, 'include_schemas', settings.include_schemas),
            ...namedSchemas(whose, 'schemas', settings.schemas),
            ...namedSchemas(whose, 'exclude_schemas', settings.exclude_schemas)
        ]
    };
}

function includesKind(settings: Settings, kind: DatabaseKind): boolean {
    switch (kind) {
        case 'system':
            return settings.include_system_databases ?? false;
        case 'personal':
            return settings.include_personal_databases ?? false;
        case 'imported':
            return settings.include_imported_databases ?? true;
        default:
            return true;
    }
}

function databaseTest(pattern: string): (name: string) => boolean {
    return nameTest(databasePattern(pattern));
}

/** The settings are parsed, so the pattern has its parts. */
function databasePattern(pattern: string): NamePattern {
    return splitQualifiedName(pattern)?.[0] ?? { text: pattern, quoted: true };
}

function schemaPattern(pattern: SchemaPattern): { readonly database: NamePattern; readonly schema: NamePattern } {
    if (typeof pattern !== 'string') {
        return { database: { text: pattern.database, quoted: false }, schema: { text: pattern.schema, quoted: false } };
    }
    const [database, schema] = splitQualifiedName(pattern) ?? [];
    const nothing = { text: pattern, quoted: true };
    return { database: database ?? nothing, schema: schema ?? nothing };
}

function schemaTest(pattern: SchemaPattern): Record<'database' | 'schema', (name: string) => boolean> {
    const { database, schema } = schemaPattern(pattern);
    return { database: nameTest(database), schema: nameTest(schema) };
}

function namedDatabases(whose: string, key: string, patterns: readonly string[] = []): NamedDatabase[] {
    const excludes = key.startsWith('exclude_');
    return patterns.map((text) => ({ setting: whose + key, excludes, text, database: databasePattern(text) }));
}

function namedSchemas(whose: string, key: string, patterns: readonly SchemaPattern[] = []): NamedSchema[] {
    const excludes = key.startsWith('exclude_');
    return patterns.map((pattern) => ({
        setting: whose + key,
        excludes,
        text: typeof pattern === 'string' ? pattern : `${pattern.database}.${pattern.schema}`,
        ...schemaPattern(pattern)
    }));
}
