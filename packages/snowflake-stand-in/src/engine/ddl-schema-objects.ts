/** CREATE of schemas, and of the plain objects in them. */
import { statusResult } from './cells.js';
import { alreadyExists, insufficientPrivileges } from './failures.js';
import { plainObjects } from './kinds/plain-kind.js';
import { numberProperty, readProperties, textProperty } from './properties.js';

import type { ResultSet } from '../types.js';
import type { CreateOptions } from './create-options.js';
import type { PlainKind } from './kinds/plain-kind.js';
import type { Database } from './objects.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';

export function createPlainObject(work: Work, reader: Reader, kind: PlainKind, options: CreateOptions): ResultSet {
    const { context } = work;
    const { schema, name } = context.place(reader.qualifiedName(), `CREATE ${kind.type}`);
    if (!context.access.mayCreateIn(schema, kind.type)) throw insufficientPrivileges('schema', schema.name);
    if (plainObjects(schema, kind.type).has(name) && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    kind.create(context, reader, { schema, name, owner: context.session.role });
    return statusResult(`${kind.title} ${name} successfully created.`);
}

export function createSchema(work: Work, reader: Reader, options: CreateOptions): ResultSet {
    const { context } = work;
    const [databaseName, name] = context.schemaPath(reader.qualifiedName());
    const database: Database = context.findDatabase(databaseName ?? '');
    const { access } = context;
    if (!access.roles.has('ACCOUNTADMIN') && !access.has(database, 'CREATE SCHEMA')) {
        throw insufficientPrivileges('database', database.name);
    }
    if (database.schemas.has(name) && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    const managed = reader.accept('WITH', 'MANAGED', 'ACCESS');
    const properties = readProperties(reader);
    reader.end();
    context.account.addSchema(database, {
        name,
        owner: context.session.role,
        comment: textProperty(properties, 'COMMENT') ?? '',
        options: [options.words.has('TRANSIENT') ? 'TRANSIENT' : '', managed ? 'MANAGED ACCESS' : '']
            .filter(Boolean)
            .join(', '),
        retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? database.retentionDays
    });
    context.session.database = database.name;
    context.session.schema = name;
    return statusResult(`Schema ${name} successfully created.`);
}
