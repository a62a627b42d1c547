/** Databases. https://docs.snowflake.com/en/sql-reference/sql/create-database */
import { showColumns, timestampCell } from '../../cells.js';
import { byName } from '../../names.js';
import { objectsIn } from '../../objects/tree.js';
import { numberProperty } from '../../properties.js';
import { moveTo } from '../collection.js';
import { createInAccount } from '../creation.js';
import { databaseListing } from './show.js';

import type { Database } from '../../objects/tree.js';
import type { Kind } from '../kind.js';

const type = 'DATABASE';

export const databases: Kind<Database> = {
    type,
    modifiers: ['TRANSIENT'],
    home: 'ACCOUNT',
    privileges: { [type]: ['MODIFY', 'MONITOR', 'USAGE'] },
    listings: [databaseListing],

    find: (context, parts) => context.findDatabase(parts.at(-1) ?? ''),

    create: createInAccount({
        type,
        creator: 'SYSADMIN',
        existing: ({ account }) => account.databases,
        make: ({ account, session }, given, properties, { words }) => {
            account.addDatabase({
                ...given,
                options: words.has('TRANSIENT') ? 'TRANSIENT' : '',
                retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? 1
            });
            session.database = given.name;
            session.schema = 'PUBLIC';
        }
    }),

    rename: ({ account, session }, database, name) => {
        const isCurrent = session.database === database.name;
        moveTo(name, database, account.databases);
        if (isCurrent) session.database = name;
    },

    /** Its schemas. https://docs.snowflake.com/en/sql-reference/sql/desc-database */
    describe: (context, reader) => {
        const database = context.scopeDatabase(reader.name());
        const rows = byName(database.schemas.values())
            .filter((schema) => context.access.seesSchema(schema))
            .map((schema) => [timestampCell(schema.createdOn), schema.name, 'SCHEMA']);
        return { columns: showColumns('created_on:time name kind'), rows, kind: 'show' };
    },

    remove: async (account, store, database) => {
        account.databases.delete(database.name);
        for (const schema of database.schemas.values()) await store.dropAll(objectsIn(schema));
    },

    leave: (session, database) => {
        if (session.database !== database.name) return;
        session.database = null;
        session.schema = null;
    }
};
