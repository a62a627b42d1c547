/** Which databases and schemas the settings ask for. What is excluded stays out even where it is included. */
import type { SchemaPattern, Settings } from '../settings/settings.js';
import { splitQualifiedName } from '../snowflake/identifiers.js';
import type { DatabaseKind } from './database-kind.js';
import { nameTest } from './name-pattern.js';
import type { NamePattern } from './name-pattern.js';
import { ScopePatterns } from './scope-patterns.js';

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

export interface Scope {
    readonly includesDatabase: (name: string, kind: DatabaseKind) => boolean;
    readonly includesSchema: (database: string, schema: string) => boolean;
    /** Whether the settings leave out what lies there: nothing is said of what is only out of sight. */
    readonly leavesOut?: (database: string, schema: string | undefined) => boolean;
    /** What the settings name, and whether it was seen. A scope that no settings made has none. */
    readonly patterns?: ScopePatterns;
}

export function scopeOf(settings: Settings): Scope {
    const onlyDatabases = settings.include_databases?.map(databaseTest);
    const notDatabases = (settings.exclude_databases ?? []).map(databaseTest);
    const listed = [...(settings.include_schemas ?? []), ...(settings.schemas ?? [])].map(schemaTest);
    const onlySchemas = settings.include_schemas || settings.schemas ? listed : undefined;
    const notSchemas = (settings.exclude_schemas ?? []).map(schemaTest);
    const isWalked = (kind: DatabaseKind): boolean => includesKind(settings, kind);
    const patterns = new ScopePatterns(
        [
            ...namedDatabases('include_databases', settings.include_databases),
            ...namedDatabases('exclude_databases', settings.exclude_databases)
        ],
        [
            ...namedSchemas('include_schemas', settings.include_schemas),
            ...namedSchemas('schemas', settings.schemas),
            ...namedSchemas('exclude_schemas', settings.exclude_schemas)
        ],
        isWalked
    );
    const scope: Scope = {
        includesDatabase: (name, kind) =>
            isWalked(kind) &&
            (onlyDatabases?.some((test) => test(name)) ?? true) &&
            !notDatabases.some((test) => test(name)) &&
            (onlySchemas?.some((test) => test.database(name)) ?? true),
        includesSchema: (database, schema) =>
            (settings.include_information_schema === true || schema !== INFORMATION_SCHEMA) &&
            (onlySchemas?.some((test) => test.database(database) && test.schema(schema)) ?? true) &&
            !notSchemas.some((test) => test.database(database) && test.schema(schema)),
        leavesOut: (database, schema) =>
            !scope.includesDatabase(database, patterns.kindOf(database)) ||
            (schema !== undefined && !scope.includesSchema(database, schema)),
        patterns
    };
    return scope;
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

function namedDatabases(
    setting: string,
    patterns: readonly string[] = []
): ConstructorParameters<typeof ScopePatterns>[0] {
    return patterns.map((text) => ({ setting, text, database: databasePattern(text) }));
}

function namedSchemas(
    setting: string,
    patterns: readonly SchemaPattern[] = []
): ConstructorParameters<typeof ScopePatterns>[1] {
    return patterns.map((pattern) => ({
        setting,
        text: typeof pattern === 'string' ? pattern : `${pattern.database}.${pattern.schema}`,
        ...schemaPattern(pattern)
    }));
}
