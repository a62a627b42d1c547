/** DROP of everything that can be created. What was in a dropped container goes with it. */
import { statusResult } from '../cells.js';
import { insufficientPrivileges } from '../failures.js';
import { findSecurable, readObjectType, title } from '../securables.js';
import { StatementFailure } from '../../types.js';

import type { ResultSet } from '../../types.js';
import type { Account } from '../account.js';
import type { Database, Schema, Securable } from '../objects.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';
import type { Store } from '../store.js';

export async function dropObject(work: Work, reader: Reader): Promise<ResultSet> {
    const type = readObjectType(reader);
    if (!type) throw reader.unexpected();
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    const name = parts.at(-1) ?? '';
    if (!reader.accept('CASCADE')) reader.accept('RESTRICT');
    reader.end();
    let object: Securable;
    try {
        object = findSecurable(work.context, type, parts);
    } catch (error) {
        if (!ifExists || !(error instanceof StatementFailure)) throw error;
        return statusResult('Drop statement executed successfully (already dropped).');
    }
    const { access, account, session } = work.context;
    if (!access.roles.has('ACCOUNTADMIN') && !access.owns(object)) {
        throw insufficientPrivileges(title(type).toLowerCase(), name);
    }
    await remove(account, work.store, object);
    if (object.type === 'DATABASE' && session.database === name) {
        session.database = null;
        session.schema = null;
    }
    if (object.type === 'SCHEMA' && session.schema === name && session.database === object.database.name) {
        session.schema = null;
    }
    if (object.type === 'WAREHOUSE' && session.warehouse === name) session.warehouse = null;
    return statusResult(`${name} successfully dropped.`);
}

/** Takes an object out of the account, with its grants and rows. */
export async function remove(account: Account, store: Store, object: Securable): Promise<void> {
    account.grants.forget(object);
    switch (object.type) {
        case 'DATABASE':
            account.databases.delete(object.name);
            for (const table of tablesOf(object)) await store.drop(table);
            break;
        case 'SCHEMA':
            object.database.schemas.delete(object.name);
            for (const relation of object.relations.values()) if (relation.type === 'TABLE') await store.drop(relation);
            break;
        case 'TABLE':
            object.schema.relations.delete(object.name);
            await store.drop(object);
            break;
        case 'VIEW':
            object.schema.relations.delete(object.name);
            break;
        case 'PLAIN':
            object.schema.plain.get(object.kind.type)?.delete(object.name);
            break;
        case 'WAREHOUSE':
            account.warehouses.delete(object.name);
            break;
        case 'ROLE':
            account.roles.delete(object.name);
            account.grants.forgetGrantee({ kind: 'ROLE', name: object.name });
            break;
        case 'USER':
            account.users.delete(object.name);
            account.grants.forgetGrantee({ kind: 'USER', name: object.name });
            break;
        default:
            account.networkPolicies.delete(object.name);
    }
}

function tablesOf(database: Database): Extract<Securable, { type: 'TABLE' }>[] {
    return [...database.schemas.values()].flatMap((schema: Schema) =>
        [...schema.relations.values()].flatMap((relation) => (relation.type === 'TABLE' ? [relation] : []))
    );
}
