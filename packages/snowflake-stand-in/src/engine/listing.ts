/**
 * What a SHOW command lists, and the scopes (account, database, schema, table) with what the role sees in them, in
 * Snowflake's order. Everything is lazy, for a listing may be cut long before its end.
 */
import { cannotOperate, doesNotExist } from './failures.js';
import { byName, qualified } from './names.js';

import type { ColumnMeta } from '../types.js';
import type { CellText } from './cells.js';
import type { Context } from './context.js';
import type { Database, Relation, Schema, Securable } from './objects/tree.js';

/** One object of a listing; `securable` is what privileges are granted on. */
export interface Listed {
    readonly name: string;
    readonly securable: Securable;
    row(terse: boolean, history: boolean): readonly CellText[];
}

export interface Listing {
    /** As SHOW names it: TABLES. */
    readonly name: string;
    readonly clauses: Clauses;
    /** Words before the name that leave only one sort of them: EXTERNAL (TABLES). */
    readonly sorts?: readonly string[];
    /** Its page says that it is cut at the cap; the pages of others speak of an error. */
    readonly cutAtCap: boolean;
    columns(terse: boolean, history: boolean): readonly ColumnMeta[];
    /** In the command's order, only what the role sees; lazily, for a listing may be cut early. */
    objects(context: Context, command: ShowCommand): Iterable<Listed>;
}

export function* listed<T extends Securable>(
    objects: Iterable<T>,
    row: (object: T, terse: boolean, history: boolean) => readonly CellText[]
): Generator<Listed, void, undefined> {
    for (const object of objects) {
        yield { name: object.name, securable: object, row: (terse, history) => row(object, terse, history) };
    }
}

/** What a command takes. `ignored`: it is read, and without effect. */
export interface Clauses {
    readonly terse: boolean | 'ignored';
    readonly history: boolean;
    readonly like: boolean;
    /** The smallest place that IN can name. */
    readonly scopes: 'none' | 'account' | 'database' | 'schema' | 'relation';
    /** LIMIT and STARTS WITH. */
    readonly paging: boolean | 'ignored';
}

/** Of what schemas hold, and of what belongs to the account itself, where a command's page says nothing else. */
export const IN_SCHEMA: Clauses = { terse: true, history: false, like: true, scopes: 'schema', paging: true };
export const IN_ACCOUNT: Clauses = { ...IN_SCHEMA, scopes: 'none' };

export interface Scope {
    /** Undefined name: the keyword alone, i.e. the session's current one. */
    readonly level: 'ACCOUNT' | 'DATABASE' | 'SCHEMA' | 'RELATION';
    readonly name?: readonly string[];
}

export interface ShowCommand {
    readonly listing: Listing;
    readonly sort: string | null;
    readonly terse: boolean;
    readonly history: boolean;
    readonly like: string | null;
    readonly scope: Scope | null;
    readonly startsWith: string | null;
    readonly limit: number | null;
    readonly from: string | null;
    /** Only rows on which the role has all of these. */
    readonly privileges: readonly string[];
}

/** The databases of a scope. In an account-wide scope one that cannot be read is passed over. */
export function databasesIn(context: Context, command: ShowCommand): Database[] {
    const { scope } = command;
    const current = context.session.database;
    if (scope?.level === 'DATABASE' && scope.name) return [context.scopeDatabase(databaseName(scope.name))];
    if (scope?.level !== 'ACCOUNT' && current !== null) return [context.scopeDatabase(current)];
    return byName(context.account.databases.values()).filter((database) => context.access.usesDatabase(database));
}

function databaseName(parts: readonly string[]): string {
    if (parts.length !== 1) throw cannotOperate();
    return parts[0] ?? '';
}

/** The schemas of a scope, by database and name. Without a scope it is the session's schema, database or account. */
export function* schemasIn(context: Context, command: ShowCommand): Generator<Schema, void, undefined> {
    const { scope } = command;
    const { database, schema } = context.session;
    if (scope?.level === 'SCHEMA' && scope.name) {
        yield context.scopeSchema(scope.name);
        return;
    }
    const narrow = scope === null || scope.level === 'SCHEMA' || scope.level === 'RELATION';
    if (narrow && database !== null && schema !== null && !ofDatabase(command)) {
        yield context.scopeSchema([database, schema]);
        return;
    }
    for (const owner of databasesIn(context, command)) {
        for (const candidate of byName(owner.schemas.values()))
            if (context.access.usesSchema(candidate)) yield candidate;
    }
}

/** Without a scope columns and keys are those of the current database, where others list the current schema. */
function ofDatabase({ listing, scope }: ShowCommand): boolean {
    return scope === null && listing.clauses.scopes === 'relation';
}

export function* relationsIn(context: Context, command: ShowCommand): Generator<Relation, void, undefined> {
    const { scope } = command;
    if (scope?.level === 'RELATION' && scope.name) {
        yield namedRelation(context, scope.name);
        return;
    }
    for (const schema of schemasIn(context, command)) {
        for (const relation of byName(schema.relations.values())) if (context.access.sees(relation)) yield relation;
    }
}

function namedRelation(context: Context, parts: readonly string[]): Relation {
    const shown = qualified(...parts);
    if (parts.length === 1 && (context.session.database === null || context.session.schema === null)) {
        throw doesNotExist('Table', shown);
    }
    return context.findRelation(parts, 'Table', 'SHOW COLUMNS');
}
