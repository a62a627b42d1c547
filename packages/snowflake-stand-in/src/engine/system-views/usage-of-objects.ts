/** DATABASES, SCHEMATA, TABLES, VIEWS and COLUMNS of ACCOUNT_USAGE. Imported databases are not in them. */
import {
    COLUMN_FACTS,
    columnFacts,
    SCHEMA_FACTS,
    schemaFacts,
    TABLE_FACTS,
    tableFacts,
    VIEW_FACTS,
    viewFacts
} from './catalogue-rows.js';
import { yes } from './system-view.js';
import { roleType } from './usage-view.js';

import type { Account } from '../account.js';
import type { Database, Relation } from '../objects/tree.js';
import type { Values } from './system-view.js';
import type { Kept, UsageView } from './usage-view.js';

const IN_TABLE = `TABLE_ID:number TABLE_NAME TABLE_SCHEMA_ID:number TABLE_SCHEMA TABLE_CATALOG_ID:number TABLE_CATALOG`;

export const usageOfObjects: readonly UsageView[] = [
    {
        name: 'DATABASES',
        columns: `DATABASE_ID:number DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED:time LAST_ALTERED:time
            DELETED:time RETENTION_TIME:number RESOURCE_GROUP TYPE OWNER_ROLE_TYPE OBJECT_VISIBILITY`,
        lagMinutes: 180,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const database of account.databases.values()) {
                yield {
                    key: String(database.id),
                    values: {
                        DATABASE_ID: database.id,
                        DATABASE_NAME: database.name,
                        DATABASE_OWNER: database.owner || null,
                        IS_TRANSIENT: yes(database.options.includes('TRANSIENT')),
                        COMMENT: database.comment || null,
                        CREATED: database.createdOn,
                        LAST_ALTERED: database.createdOn,
                        RETENTION_TIME: database.retentionDays,
                        TYPE: database.kind,
                        OWNER_ROLE_TYPE: roleType(database.owner)
                    }
                };
            }
        }
    },
    {
        name: 'SCHEMATA',
        columns: `SCHEMA_ID:number SCHEMA_NAME CATALOG_ID:number CATALOG_NAME ${SCHEMA_FACTS} DELETED:time OWNER_ROLE_TYPE`,
        lagMinutes: 120,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const database of ownDatabases(account)) {
                for (const schema of database.schemas.values()) {
                    yield {
                        key: String(schema.id),
                        values: {
                            SCHEMA_ID: schema.id,
                            CATALOG_ID: database.id,
                            CATALOG_NAME: database.name,
                            ...schemaFacts(schema),
                            OWNER_ROLE_TYPE: roleType(schema.owner)
                        }
                    };
                }
            }
        }
    },
    {
        name: 'TABLES',
        columns: `${IN_TABLE} ${TABLE_FACTS} DELETED:time OWNER_ROLE_TYPE INSTANCE_ID:number IS_ICEBERG IS_DYNAMIC IS_HYBRID`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                yield {
                    key: keyOf(relation),
                    values: {
                        ...placeOf(relation),
                        ...tableFacts(relation),
                        OWNER_ROLE_TYPE: roleType(relation.owner)
                    }
                };
            }
        }
    },
    {
        name: 'VIEWS',
        columns: `${IN_TABLE} ${VIEW_FACTS} DELETED:time INSTANCE_ID:number OWNER_ROLE_TYPE`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                if (relation.type === 'TABLE' || relation.materialized) continue;
                const values = { ...placeOf(relation), ...viewFacts(relation, true) };
                yield { key: keyOf(relation), values: { ...values, OWNER_ROLE_TYPE: roleType(relation.owner) } };
            }
        }
    },
    {
        name: 'COLUMNS',
        columns: `COLUMN_ID:number COLUMN_NAME ${IN_TABLE} ${COLUMN_FACTS} DELETED:time`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                const place = placeOf(relation);
                const table = keyOf(relation);
                for (const [at, column] of relation.columns.entries()) {
                    yield { key: `${table} ${column.name}`, values: { ...place, ...columnFacts(column, at) } };
                }
            }
        }
    }
];

function* ownDatabases(account: Account): Generator<Database, void, undefined> {
    for (const database of account.databases.values()) {
        if (database.kind === 'STANDARD' || database.kind === 'PERSONAL DATABASE') yield database;
    }
}

function* relationsOf(account: Account): Generator<Relation, void, undefined> {
    for (const database of ownDatabases(account)) {
        for (const schema of database.schemas.values()) {
            for (const relation of schema.relations.values()) {
                if (relation.type === 'TABLE' || !relation.semantic) yield relation;
            }
        }
    }
}

/** A rename changes the row; a table that was replaced is another. */
function keyOf({ id }: Relation): string {
    return String(id);
}

function placeOf({ id, name, schema }: Relation): Values {
    return {
        TABLE_ID: id,
        TABLE_NAME: name,
        TABLE_SCHEMA_ID: schema.id,
        TABLE_SCHEMA: schema.name,
        TABLE_CATALOG_ID: schema.database.id,
        TABLE_CATALOG: schema.database.name
    };
}
