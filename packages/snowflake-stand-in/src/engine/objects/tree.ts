/**
 * The tree of an account: databases hold schemas, and schemas hold tables, views and the objects of plain kinds. What
 * each has beside its place in the tree stands in a module beside this file; what statements do with it, in `../kinds/`.
 */
import type { DatabaseFacts } from './database.js';
import type { NetworkPolicy } from './network-policy.js';
import type { Role } from './role.js';
import type { SchemaFacts } from './schema.js';
import type { TableFacts } from './table.js';
import type { User } from './user.js';
import type { ViewFacts } from './view.js';
import type { Warehouse } from './warehouse.js';
import type { Named } from './named.js';

export interface Database extends Named, DatabaseFacts {
    readonly type: 'DATABASE';
    readonly schemas: Map<string, Schema>;
}

export interface Schema extends Named, SchemaFacts {
    readonly type: 'SCHEMA';
    readonly database: Database;
    /** Tables and views share one namespace. */
    readonly relations: Map<string, Relation>;
    /** By kind (`STAGE`) and name. */
    readonly plain: Map<string, Map<string, PlainObject>>;
}

export interface Table extends Named, TableFacts {
    readonly type: 'TABLE';
    readonly schema: Schema;
}

export interface View extends Named, ViewFacts {
    readonly type: 'VIEW';
    readonly schema: Schema;
}

/** An object of a plain kind; what else it has, its kind knows. */
export interface PlainObject extends Named {
    readonly type: 'PLAIN';
    /** As CREATE and GRANT name it: STAGE. */
    readonly kind: string;
    readonly schema: Schema;
}

export type Relation = Table | View;
export type SchemaObject = Relation | PlainObject;
export type Securable = Database | Schema | SchemaObject | Warehouse | Role | User | NetworkPolicy;

export function* objectsIn(schema: Schema): Generator<SchemaObject, void, undefined> {
    yield* schema.relations.values();
    for (const objects of schema.plain.values()) yield* objects.values();
}
