/** ALTER, DROP and DESCRIBE NETWORK POLICY, and what the statements that name a policy ask of it. */
import { BlockList } from 'node:net';
import { showColumns, statusResult } from '../../cells.js';
import { doesNotExist, insufficientPrivileges, unsupported } from '../../failures.js';
import { readProperties, textProperty } from '../../properties.js';
import { StatementFailure } from '../../../types.js';

import type { AddressLists, ResultSet } from '../../../types.js';
import type { Account } from '../../account.js';
import type { Context } from '../../context.js';
import type { NetworkPolicy } from '../../objects.js';
import type { Property } from '../../properties.js';
import type { Reader } from '../../reader.js';

/** Network rules are no part of this account: a policy that named one would let in what it should not. */
export function addressLists(properties: ReadonlyMap<string, Property>): AddressLists {
    for (const key of ['ALLOWED_NETWORK_RULE_LIST', 'BLOCKED_NETWORK_RULE_LIST']) {
        if (properties.has(key)) throw unsupported(key);
    }
    const addresses = (key: string): readonly string[] => {
        const value = properties.get(key);
        const list = Array.isArray(value) ? value.map(String) : [];
        for (const entry of list) assertAddress(entry);
        return list;
    };
    return { allowed: addresses('ALLOWED_IP_LIST'), blocked: addresses('BLOCKED_IP_LIST') };
}

function assertAddress(entry: string): void {
    const [network = '', prefix = '32'] = entry.split('/');
    try {
        new BlockList().addSubnet(network, Number(prefix), 'ipv4');
    } catch {
        throw new StatementFailure(
            '001420',
            '22023',
            `SQL compilation error:\ninvalid value '${entry}' for an IP address`
        );
    }
}

/** A policy that is set on a user or an account has to be there. */
export function knownNetworkPolicy(account: Account, properties: ReadonlyMap<string, Property>): void {
    const name = textProperty(properties, 'NETWORK_POLICY');
    if (name === undefined || name === '') return;
    if (!account.networkPolicies.has(name)) throw doesNotExist('Network policy', name);
}

export function alterNetworkPolicy(context: Context, reader: Reader): ResultSet {
    const policy = find(context, reader);
    if (policy === null) return statusResult('Statement executed successfully.');
    if (reader.accept('UNSET', 'COMMENT')) policy.comment = '';
    else {
        reader.expect('SET');
        const properties = readProperties(reader);
        const { allowed, blocked } = addressLists(properties);
        if (properties.has('ALLOWED_IP_LIST')) policy.allowed = allowed;
        if (properties.has('BLOCKED_IP_LIST')) policy.blocked = blocked;
        policy.comment = textProperty(properties, 'COMMENT') ?? policy.comment;
    }
    reader.end();
    return statusResult('Statement executed successfully.');
}

export function dropNetworkPolicy(context: Context, reader: Reader): ResultSet {
    const policy = find(context, reader);
    reader.end();
    if (policy === null) return statusResult('Drop statement executed successfully (already dropped).');
    const { account } = context;
    const users = [...account.users.values()].filter(({ networkPolicy }) => networkPolicy === policy.name);
    if (users.length > 0 || account.parameters.get('NETWORK_POLICY') === policy.name) {
        throw new StatementFailure(
            '001492',
            '42601',
            `SQL compilation error:\nCannot perform Drop operation on network policy ${policy.name}. Unset it from ${users[0] ? `user ${users[0].name}` : 'the account'} first.`
        );
    }
    account.grants.forget(policy);
    account.networkPolicies.delete(policy.name);
    return statusResult(`${policy.name} successfully dropped.`);
}

export function describeNetworkPolicy(context: Context, reader: Reader): ResultSet {
    const policy = find(context, reader);
    reader.end();
    const rows = [
        ['ALLOWED_IP_LIST', policy?.allowed ?? []] as const,
        ['BLOCKED_IP_LIST', policy?.blocked ?? []] as const
    ].flatMap(([name, list]) => (list.length === 0 ? [] : [[name, list.join(',')]]));
    return { columns: showColumns('name value'), rows, kind: 'show' };
}

/** Null: not there, and IF EXISTS said that this is no matter. */
function find({ account, access }: Context, reader: Reader): NetworkPolicy | null {
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const policy = account.networkPolicies.get(name);
    if (policy === undefined) {
        if (ifExists) return null;
        throw doesNotExist('Network policy', name);
    }
    if (!access.owns(policy) && !access.roles.has('SECURITYADMIN'))
        throw insufficientPrivileges('network policy', name);
    return policy;
}
