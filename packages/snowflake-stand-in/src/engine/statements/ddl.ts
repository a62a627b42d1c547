/** CREATE, ALTER, DROP and COMMENT: reads what kind of object is meant and hands over. */
import { alterTable } from '../kinds/tables/alter.js';
import { alterAccountObject, createAccountObject } from '../ddl-account-objects.js';
import { createRelation } from '../kinds/tables/create.js';
import { createPlainObject, createSchema } from '../ddl-schema-objects.js';
import { statusResult } from '../cells.js';
import { dropObject } from './drop.js';
import { insufficientPrivileges, unsupported } from '../failures.js';
import { PLAIN_KINDS } from '../kinds/index.js';
import { alterNetworkPolicy, dropNetworkPolicy } from '../kinds/network-policies/network-policies.js';
import { findSecurable, readObjectType, title } from '../securables.js';
import { renameOrSet } from '../alter-container.js';

import type { ResultSet } from '../../types.js';
import type { CreateOptions } from '../create-options.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

const MODIFIERS = [
    'TRANSIENT',
    'TEMPORARY',
    'TEMP',
    'VOLATILE',
    'LOCAL',
    'GLOBAL',
    'SECURE',
    'MATERIALIZED',
    'RECURSIVE',
    'EXTERNAL',
    'ICEBERG',
    'HYBRID',
    'EVENT',
    'DYNAMIC'
];

export async function runDdl(work: Work, reader: Reader): Promise<ResultSet> {
    if (reader.accept('CREATE')) return create(work, reader);
    if (reader.accept('DROP', 'NETWORK', 'POLICY')) return dropNetworkPolicy(work.context, reader);
    if (reader.accept('DROP')) return dropObject(work, reader);
    if (reader.accept('COMMENT')) return comment(work, reader);
    if (reader.accept('ALTER')) return alter(work, reader);
    throw unsupported(reader.peek()?.text.toUpperCase() ?? '');
}

async function create(work: Work, reader: Reader): Promise<ResultSet> {
    const orReplace = reader.accept('OR', 'REPLACE');
    const words = new Set<string>();
    for (let word = reader.acceptOneOf(MODIFIERS); word !== null; word = reader.acceptOneOf(MODIFIERS)) words.add(word);
    const kind = reader.name();
    if (kind === 'NETWORK') reader.expect('POLICY');
    const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
    const options: CreateOptions = { orReplace, ifNotExists, words };
    switch (kind) {
        case 'TABLE':
        case 'VIEW':
            return createRelation(work, reader, kind, options);
        case 'SCHEMA':
            return createSchema(work, reader, options);
        case 'DATABASE':
        case 'WAREHOUSE':
        case 'ROLE':
        case 'USER':
        case 'NETWORK':
            return createAccountObject(work, reader, kind, options);
        default: {
            const plain = PLAIN_KINDS.find(({ type }) => type === kind);
            if (plain) return createPlainObject(work, reader, plain, options);
            throw unsupported(`CREATE ${kind}`);
        }
    }
}

async function alter(work: Work, reader: Reader): Promise<ResultSet> {
    for (const kind of ['USER', 'WAREHOUSE', 'ROLE', 'ACCOUNT'] as const) {
        if (reader.accept(kind)) return alterAccountObject(work, reader, kind);
    }
    if (reader.accept('NETWORK', 'POLICY')) return alterNetworkPolicy(work.context, reader);
    if (reader.accept('TABLE')) return alterTable(work, reader);
    const type = readObjectType(reader);
    if (!type) throw reader.unexpected();
    return renameOrSet(work, reader, type);
}

function comment(work: Work, reader: Reader): ResultSet {
    const ifExists = reader.accept('IF', 'EXISTS');
    reader.expect('ON');
    const done = statusResult('Statement executed successfully.');
    if (reader.accept('COLUMN')) {
        const parts = reader.qualifiedName();
        reader.expect('IS');
        const text = reader.string();
        const relation = work.context.findRelation(parts.slice(0, -1), 'Table', 'COMMENT');
        const column = relation.columns.find((candidate) => candidate.name === parts.at(-1));
        if (column) column.comment = text;
        relation.lastDdl = work.context.account.now();
        return done;
    }
    const type = readObjectType(reader);
    if (!type) throw reader.unexpected();
    const parts = reader.qualifiedName();
    reader.expect('IS');
    const text = reader.string();
    reader.end();
    try {
        const object = findSecurable(work.context, type, parts);
        if (!work.context.access.mayChange(object))
            throw insufficientPrivileges(title(type).toLowerCase(), object.name);
        object.comment = text;
        if (object.type === 'TABLE' || object.type === 'VIEW') object.lastDdl = work.context.account.now();
    } catch (error) {
        if (!ifExists) throw error;
    }
    return done;
}
