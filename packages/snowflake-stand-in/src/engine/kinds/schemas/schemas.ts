/** Schemas. https://docs.snowflake.com/en/sql-reference/sql/create-schema */
import { showColumns, timestampCell } from '../../cells.js';
import { cannotOperate, insufficientPrivileges } from '../../failures.js';
import { byName } from '../../names.js';
import { objectsIn } from '../../objects/tree.js';
import { numberProperty, readProperties, textProperty } from '../../properties.js';
import { moveTo } from '../collection.js';
import { createUnlessExists } from '../creation.js';
import { schemaListing } from './show.js';

import type { SessionState } from '../../context.js';
import type { Schema } from '../../objects/tree.js';
import type { Kind } from '../kind.js';

const type = 'SCHEMA';

export const schemas: Kind<Schema> = {
    type,
    modifiers: ['TRANSIENT'],
    home: 'DATABASE',
    privileges: { [type]: ['MODIFY', 'MONITOR', 'USAGE'] },
    listings: [schemaListing],

    find: (context, parts) => context.scopeSchema(parts),

    create: ({ context }, reader, options) => {
        const { access, account, session } = context;
        const [databaseName, name] = context.schemaPath(reader.qualifiedName());
        const database = context.findDatabase(databaseName ?? '');
        if (!access.roles.has('ACCOUNTADMIN') && !access.has(database, 'CREATE SCHEMA')) {
            throw insufficientPrivileges('database', database.name);
        }
        const wanted = { title: 'Schema', name, exists: database.schemas.has(name) };
        return createUnlessExists(wanted, options, () => {
            const managed = reader.accept('WITH', 'MANAGED', 'ACCESS');
            const properties = readProperties(reader);
            reader.end();
            account.addSchema(database, {
                name,
                owner: session.role,
                comment: textProperty(properties, 'COMMENT') ?? '',
                options: [options.words.has('TRANSIENT') ? 'TRANSIENT' : '', managed ? 'MANAGED ACCESS' : '']
                    .filter(Boolean)
                    .join(', '),
                retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? database.retentionDays
            });
            session.database = database.name;
            session.schema = name;
        });
    },

    rename: ({ session }, schema, name) => {
        const current = isCurrent(session, schema);
        moveTo(name, schema, schema.database.schemas);
        if (current) session.schema = name;
    },

    /** Its tables and views. https://docs.snowflake.com/en/sql-reference/sql/desc-schema */
    describe: (context, reader) => {
        const schema = context.scopeSchema(reader.qualifiedName());
        if (!context.access.usesSchema(schema)) throw cannotOperate();
        const rows = byName(schema.relations.values())
            .filter((relation) => context.access.sees(relation))
            .map((relation) => [timestampCell(relation.createdOn), relation.name, relation.type]);
        return { columns: showColumns('created_on:time name kind'), rows, kind: 'show' };
    },

    remove: async (_account, store, schema) => {
        schema.database.schemas.delete(schema.name);
        await store.dropAll(objectsIn(schema));
    },

    leave: (session, schema) => {
        if (isCurrent(session, schema)) session.schema = null;
    }
};

function isCurrent(session: SessionState, { name, database }: Schema): boolean {
    return session.database === database.name && session.schema === name;
}
