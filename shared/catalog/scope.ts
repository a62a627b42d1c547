/**
 * Which databases and schemas the settings ask for. Bare names match in any case, since people rarely type Snowflake's
 * upper case; a quoted name matches exactly, and in it `*` is only a star.
 */
import type { DatabaseKind } from './database-kind.js';
import type { SchemaPattern, Settings } from '../settings/settings.js';
import { splitQualifiedName } from '../snowflake/identifiers.js';

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

type NameTest = (name: string) => boolean;

export interface Scope {
    readonly includesDatabase: (name: string, kind: DatabaseKind) => boolean;
    readonly includesSchema: (database: string, schema: string) => boolean;
    /** The settings that name what to include: one of them is wrong if no database is left. */
    readonly includedBy?: readonly string[];
}

const INCLUDING = ['include_databases', 'include_schemas', 'schemas'] as const;

export function scopeOf(settings: Settings): Scope {
    const onlyDatabases = settings.include_databases?.map(databaseTest);
    const notDatabases = (settings.exclude_databases ?? []).map(databaseTest);
    const listed = [...(settings.include_schemas ?? []), ...(settings.schemas ?? [])].map(schemaTest);
    const onlySchemas = settings.include_schemas || settings.schemas ? listed : undefined;
    const notSchemas = (settings.exclude_schemas ?? []).map(schemaTest);
    return {
        includesDatabase: (name, kind) =>
            includesKind(settings, kind) &&
            (onlyDatabases?.some((test) => test(name)) ?? true) &&
            !notDatabases.some((test) => test(name)) &&
            (onlySchemas?.some((test) => test.database(name)) ?? true),
        includesSchema: (database, schema) =>
            (settings.include_information_schema === true || schema !== INFORMATION_SCHEMA) &&
            (onlySchemas?.some((test) => test.database(database) && test.schema(schema)) ?? true) &&
            !notSchemas.some((test) => test.database(database) && test.schema(schema)),
        includedBy: INCLUDING.filter((key) => settings[key] !== undefined)
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

function databaseTest(pattern: string): NameTest {
    const [name] = splitQualifiedName(pattern) ?? [];
    return name ? nameTest(name.text, name.quoted) : () => false;
}

function schemaTest(pattern: SchemaPattern): { readonly database: NameTest; readonly schema: NameTest } {
    if (typeof pattern !== 'string') {
        return { database: nameTest(pattern.database, false), schema: nameTest(pattern.schema, false) };
    }
    const [database, schema] = splitQualifiedName(pattern) ?? [];
    return {
        database: database ? nameTest(database.text, database.quoted) : () => false,
        schema: schema ? nameTest(schema.text, schema.quoted) : () => false
    };
}

function nameTest(text: string, quoted: boolean): NameTest {
    if (quoted) return (name) => name === text;
    const literal = text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
    const pattern = new RegExp(`^${literal.join('.*')}$`, 'isu');
    return (name) => pattern.test(name);
}
