/** CREATE and ALTER of databases, warehouses, roles, users and network policies. */
import { statusResult } from './cells.js';
import { alterUser, setUser } from './kinds/users/properties.js';
import { addressLists, knownNetworkPolicy } from './kinds/network-policies/network-policies.js';
import { alterWarehouse, setWarehouse } from './kinds/warehouses/alter.js';
import { alreadyExists, doesNotExist, insufficientPrivileges } from './failures.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from './properties.js';

import type { ResultSet } from '../types.js';
import type { CreateOptions } from './create-options.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';

type Kind = 'DATABASE' | 'WAREHOUSE' | 'ROLE' | 'USER' | 'NETWORK';
const DONE = 'Statement executed successfully.';

export function createAccountObject(work: Work, reader: Reader, kind: Kind, options: CreateOptions): ResultSet {
    const { context } = work;
    const { account, session, access } = context;
    const name = reader.name();
    const existing = {
        DATABASE: account.databases,
        WAREHOUSE: account.warehouses,
        ROLE: account.roles,
        USER: account.users,
        NETWORK: account.networkPolicies
    }[kind].has(name);
    if (!access.mayCreate(kind === 'NETWORK' ? 'NETWORK POLICY' : kind))
        throw insufficientPrivileges('account', 'ACCOUNT');
    if (existing && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    const properties = readProperties(reader);
    reader.end();
    const comment = textProperty(properties, 'COMMENT') ?? '';
    const owner = session.role;
    switch (kind) {
        case 'DATABASE':
            account.addDatabase({
                name,
                owner,
                comment,
                options: options.words.has('TRANSIENT') ? 'TRANSIENT' : '',
                retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? 1
            });
            session.database = name;
            session.schema = 'PUBLIC';
            break;
        case 'WAREHOUSE': {
            const started = booleanProperty(properties, 'INITIALLY_SUSPENDED') !== true;
            const warehouse = account.addWarehouse({ name, owner, comment, state: started ? 'STARTED' : 'SUSPENDED' });
            setWarehouse(warehouse, properties);
            session.warehouse = name;
            break;
        }
        case 'ROLE':
            account.addRole({ name, owner, comment });
            break;
        case 'USER':
            knownNetworkPolicy(account, properties);
            setUser(account.addUser({ name, owner, comment }), properties, account.now());
            break;
        case 'NETWORK':
            account.addNetworkPolicy({ name, owner, comment, ...addressLists(properties) });
            break;
        default:
            break;
    }
    const word = kind === 'NETWORK' ? 'Network policy' : kind.charAt(0) + kind.slice(1).toLowerCase();
    return statusResult(`${word} ${name} successfully created.`);
}

export function alterAccountObject(
    work: Work,
    reader: Reader,
    kind: 'USER' | 'WAREHOUSE' | 'ROLE' | 'ACCOUNT'
): ResultSet {
    if (kind === 'USER') return alterUser(work, reader);
    if (kind === 'WAREHOUSE') return alterWarehouse(work, reader);
    if (kind === 'ROLE') return alterRole(work, reader);
    const { account, access } = work.context;
    if (!access.roles.has('ACCOUNTADMIN')) throw insufficientPrivileges('account', 'ACCOUNT');
    if (reader.accept('UNSET')) account.parameters.delete(reader.name());
    else {
        reader.expect('SET');
        const properties = readProperties(reader);
        knownNetworkPolicy(account, properties);
        for (const [key, value] of properties) if (typeof value === 'string') account.parameters.set(key, value);
    }
    return statusResult(DONE);
}

function alterRole(work: Work, reader: Reader): ResultSet {
    const { account, access } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const role = account.roles.get(name);
    if (!role) {
        if (ifExists) return statusResult(DONE);
        throw doesNotExist('Role', name);
    }
    if (!access.mayGrant(role)) throw insufficientPrivileges('role', name);
    if (reader.accept('RENAME', 'TO')) account.renameRole(name, reader.name());
    else if (reader.accept('UNSET', 'COMMENT')) role.comment = '';
    else {
        reader.expect('SET');
        role.comment = textProperty(readProperties(reader), 'COMMENT') ?? role.comment;
    }
    reader.end();
    return statusResult(DONE);
}
