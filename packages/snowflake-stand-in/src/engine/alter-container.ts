/** ALTER of databases, schemas, views and the other objects: RENAME TO, SET and UNSET. */
import { statusResult } from './cells.js';
import { alreadyExists, insufficientPrivileges } from './failures.js';
import { plainObjects } from './kinds/plain-kind.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from './properties.js';
import { findSecurable, title } from './securables.js';
import { StatementFailure } from '../types.js';

import type { ResultSet } from '../types.js';
import type { Securable } from './objects.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';
import type { ObjectType } from './securables.js';

export function renameOrSet(work: Work, reader: Reader, type: ObjectType): ResultSet {
    const { context } = work;
    const done = statusResult('Statement executed successfully.');
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    let object: Securable;
    try {
        object = findSecurable(context, type, parts);
    } catch (error) {
        if (ifExists && error instanceof StatementFailure) return done;
        throw error;
    }
    if (!context.access.mayChange(object)) throw insufficientPrivileges(title(type).toLowerCase(), object.name);
    if (object.type === 'TABLE' || object.type === 'VIEW') object.lastDdl = context.account.now();
    if (reader.accept('RENAME', 'TO')) {
        const target = reader.qualifiedName();
        reader.end();
        rename(work, object, target);
        return done;
    }
    if (object.type === 'PLAIN' && object.kind.alter(object, reader)) return done;
    if (reader.accept('RESUME') || reader.accept('SUSPEND')) return done;
    if (reader.accept('UNSET')) {
        do if (reader.name() === 'COMMENT') object.comment = '';
        while (reader.acceptSymbol(',') || reader.isName());
        return done;
    }
    reader.expect('SET');
    if (object.type === 'VIEW' && reader.accept('SECURE')) {
        object.secure = true;
        return done;
    }
    const properties = readProperties(reader);
    object.comment = textProperty(properties, 'COMMENT') ?? object.comment;
    const days = numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS');
    if (days !== undefined && 'retentionDays' in object) object.retentionDays = days;
    const tracking = booleanProperty(properties, 'CHANGE_TRACKING');
    if (tracking !== undefined && 'changeTracking' in object) object.changeTracking = tracking;
    return done;
}

function rename(work: Work, object: Securable, target: readonly string[]): void {
    const { context } = work;
    const name = target.at(-1) ?? '';
    const old = object.name;
    const move = <T extends { name: string }>(from: Map<string, T>, item: T): void => {
        if (from.has(name) && name !== old) throw alreadyExists(name);
        from.delete(old);
        item.name = name;
        from.set(name, item);
    };
    if (object.type === 'DATABASE') {
        move(context.account.databases, object);
        if (context.session.database === old) context.session.database = name;
    } else if (object.type === 'SCHEMA') {
        const current = context.session.database === object.database.name && context.session.schema === old;
        move(object.database.schemas, object);
        if (current) context.session.schema = name;
    } else if (object.type === 'TABLE' || object.type === 'VIEW') move(object.schema.relations, object);
    else if (object.type === 'PLAIN') move(plainObjects(object.schema, object.kind.type), object);
}
