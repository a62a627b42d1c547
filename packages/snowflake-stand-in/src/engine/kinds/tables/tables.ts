/** Tables of every sort. */
import { describeRelation } from '../relations/describe.js';
import { createRelation, findRelation, renameRelation, touchRelation } from '../relations/relations.js';
import { changeTable } from './alter.js';
import { createTable } from './create.js';
import { keyListings } from './show-keys.js';
import { TABLE_SORTS, tableListing } from './show.js';

import type { Table } from '../../objects/tree.js';
import type { Kind } from '../kind.js';

const type = 'TABLE';
const ALL = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRUNCATE', 'UPDATE'];

export const tables: Kind<Table> = {
    type,
    modifiers: ['TRANSIENT', 'TEMPORARY', 'TEMP', 'VOLATILE', 'LOCAL', 'GLOBAL', ...TABLE_SORTS],
    sorts: [...TABLE_SORTS, 'TRANSIENT', 'TEMPORARY'],
    home: 'SCHEMA',
    privileges: {
        [type]: ALL,
        'ICEBERG TABLE': ALL,
        'EVENT TABLE': ['DELETE', 'REFERENCES', 'SELECT', 'TRUNCATE'],
        // https://docs.snowflake.com/en/user-guide/dynamic-tables/privileges
        'DYNAMIC TABLE': ['MONITOR', 'OPERATE', 'SELECT'],
        'EXTERNAL TABLE': ['REFERENCES', 'SELECT']
    },
    refusesOtherPrivileges: true,
    listings: [tableListing, ...keyListings],

    find: findRelation(type),

    create: createRelation(type, createTable),

    change: changeTable,
    rename: renameRelation,
    touch: touchRelation,

    describe: (context, reader) => describeRelation(context, reader, type),

    remove: async (_account, store, table) => {
        table.schema.relations.delete(table.name);
        await store.drop(table);
    }
};
