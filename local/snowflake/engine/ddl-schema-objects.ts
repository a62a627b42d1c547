/** CREATE of schemas, stages, streams and tasks. */
import { statusResult } from './cells.js';
import { alreadyExists, insufficientPrivileges } from './failures.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from './properties.js';
import { fullName } from './securables.js';

import type { ResultSet } from '../types.js';
import type { CreateOptions } from './ddl.js';
import type { Database } from './objects.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';

export function createSchemaObject(
    work: Work,
    reader: Reader,
    kind: 'SCHEMA' | 'STAGE' | 'STREAM' | 'TASK',
    options: CreateOptions
): ResultSet {
    const { context } = work;
    const parts = reader.qualifiedName();
    if (kind === 'SCHEMA') return createSchema(work, reader, parts, options);
    const { schema, name } = context.place(parts, `CREATE ${kind}`);
    if (!context.access.mayCreateIn(schema, kind)) throw insufficientPrivileges('schema', schema.name);
    const existing = { STAGE: schema.stages, STREAM: schema.streams, TASK: schema.tasks }[kind].has(name);
    const word = kind === 'STAGE' ? 'Stage area' : kind.charAt(0) + kind.slice(1).toLowerCase();
    if (existing && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    const owner = context.session.role;
    if (kind === 'STAGE') {
        const properties = readProperties(reader);
        const url = textProperty(properties, 'URL') ?? '';
        const cloud = /^(s3|gcs|azure)/i.exec(url)?.[1]?.toUpperCase() ?? null;
        const comment = textProperty(properties, 'COMMENT') ?? '';
        context.account.addStage(schema, {
            name,
            owner,
            comment,
            url,
            cloud: cloud === 'S3' ? 'AWS' : cloud,
            directoryEnabled: booleanProperty(properties, 'DIRECTORY') ?? false
        });
    } else if (kind === 'STREAM') {
        reader.expect('ON');
        const sourceType = reader.acceptOneOf(['TABLE', 'VIEW']) ?? 'TABLE';
        const source = context.findRelation(reader.qualifiedName(), 'Table', 'CREATE STREAM');
        const properties = readProperties(reader);
        context.account.addStream(schema, {
            name,
            owner,
            comment: textProperty(properties, 'COMMENT') ?? '',
            tableName: fullName(source),
            baseTables: fullName(source),
            sourceType: sourceType === 'TABLE' ? 'Table' : 'View',
            mode: booleanProperty(properties, 'APPEND_ONLY') === true ? 'APPEND_ONLY' : 'DEFAULT'
        });
    } else {
        const properties = readProperties(reader);
        reader.expect('AS');
        context.account.addTask(schema, {
            name,
            owner,
            comment: textProperty(properties, 'COMMENT') ?? '',
            warehouse: textProperty(properties, 'WAREHOUSE') ?? null,
            schedule: textProperty(properties, 'SCHEDULE') ?? null,
            definition: reader.rest
        });
    }
    return statusResult(`${word} ${name} successfully created.`);
}

function createSchema(work: Work, reader: Reader, parts: readonly string[], options: CreateOptions): ResultSet {
    const { context } = work;
    const [databaseName, name] = context.schemaPath(parts);
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
