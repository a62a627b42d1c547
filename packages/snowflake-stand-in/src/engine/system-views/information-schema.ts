/**
 * INFORMATION_SCHEMA of a database: what is there now, as far as the role was granted it. MANAGE GRANTS, which lets SHOW
 * list everything, counts for nothing here; semantic views have views of their own.
 * https://docs.snowflake.com/en/sql-reference/info-schema#general-usage-notes
 */
import { Access } from '../access.js';
import { byName } from '../names.js';
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
import { columnsInWords } from './system-view.js';

import type { Relation, Schema } from '../objects/tree.js';
import type { Asker, SystemView, Values } from './system-view.js';

export const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

const toAll = (): boolean => true;
const IN_TABLE = 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME';

const views: readonly SystemView[] = [
    {
        name: 'SCHEMATA',
        columns: columnsInWords(`CATALOG_NAME SCHEMA_NAME ${SCHEMA_FACTS} REPLICABLE_WITH_FAILOVER_GROUPS
            OWNER_ROLE_TYPE`),
        isOpenTo: toAll,
        *rows(asker, home): Generator<Values, void, undefined> {
            const access = granted(asker);
            for (const schema of byName(home.database.schemas.values())) {
                if (access.seesSchema(schema)) yield { CATALOG_NAME: home.database.name, ...schemaFacts(schema) };
            }
        }
    },
    {
        name: 'TABLES',
        columns: columnsInWords(`${IN_TABLE} ${TABLE_FACTS} IS_TEMPORARY IS_ICEBERG IS_DYNAMIC IS_IMMUTABLE IS_HYBRID`),
        isOpenTo: toAll,
        *rows(asker, home): Generator<Values, void, undefined> {
            for (const relation of relationsOf(asker, home)) yield { ...placeOf(relation), ...tableFacts(relation) };
            for (const { name } of views) {
                yield {
                    TABLE_CATALOG: home.database.name,
                    TABLE_SCHEMA: INFORMATION_SCHEMA,
                    TABLE_NAME: name,
                    TABLE_TYPE: 'VIEW',
                    CREATED: asker.account.now(),
                    LAST_ALTERED: asker.account.now()
                };
            }
        }
    },
    {
        name: 'VIEWS',
        columns: columnsInWords(`${IN_TABLE} ${VIEW_FACTS}`),
        isOpenTo: toAll,
        *rows(asker, home): Generator<Values, void, undefined> {
            for (const relation of relationsOf(asker, home)) {
                if (relation.type === 'TABLE' || relation.materialized) continue;
                yield { ...placeOf(relation), ...viewFacts(relation, asker.access.owns(relation)) };
            }
        }
    },
    {
        name: 'COLUMNS',
        columns: columnsInWords(`${IN_TABLE} COLUMN_NAME ${COLUMN_FACTS}`),
        isOpenTo: toAll,
        *rows(asker, home): Generator<Values, void, undefined> {
            for (const relation of relationsOf(asker, home)) {
                const place = placeOf(relation);
                for (const [at, column] of relation.columns.entries()) {
                    yield { ...place, ...columnFacts(column, at) };
                }
            }
            for (const view of views) {
                for (const [at, column] of [...view.columns.keys()].entries()) {
                    yield {
                        TABLE_CATALOG: home.database.name,
                        TABLE_SCHEMA: INFORMATION_SCHEMA,
                        TABLE_NAME: view.name,
                        COLUMN_NAME: column,
                        ORDINAL_POSITION: at + 1
                    };
                }
            }
        }
    }
];

export const informationSchema = new Map(views.map((view) => [view.name, view]));

function granted({ account, access }: Asker): Access {
    return new Access(account, access.role, { heedsManageGrants: false });
}

function* relationsOf(asker: Asker, home: Schema): Generator<Relation, void, undefined> {
    const access = granted(asker);
    for (const schema of byName(home.database.schemas.values())) {
        for (const relation of byName(schema.relations.values())) {
            if (relation.type === 'VIEW' && relation.semantic) continue;
            if (access.sees(relation)) yield relation;
        }
    }
}

function placeOf({ name, schema }: Relation): Values {
    return { TABLE_CATALOG: schema.database.name, TABLE_SCHEMA: schema.name, TABLE_NAME: name };
}
