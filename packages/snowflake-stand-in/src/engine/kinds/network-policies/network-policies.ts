/** Network policies. https://docs.snowflake.com/en/sql-reference/sql/create-network-policy */
import { EXECUTED, showColumns } from '../../cells.js';
import { insufficientPrivileges } from '../../failures.js';
import { readProperties, textProperty } from '../../properties.js';
import { StatementFailure } from '../../../types.js';
import { createInAccount } from '../creation.js';
import { existing, findIf } from '../../existence.js';
import { addressLists } from './address-lists.js';
import { networkPolicyListing } from './show.js';

import type { ResultSet } from '../../../types.js';
import type { Access } from '../../access.js';
import type { Account } from '../../account.js';
import type { Context } from '../../context.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { Kind } from '../kind.js';
import type { NetworkPolicy } from '../../objects/network-policy.js';

const type = 'NETWORK POLICY';

export const networkPolicies: Kind<NetworkPolicy> = {
    type,
    home: 'ACCOUNT',
    privileges: { [type]: [] },
    listings: [networkPolicyListing],

    find,

    create: createInAccount({
        type,
        creator: null,
        existing: ({ account }) => account.networkPolicies,
        make: ({ account }, given, properties) => {
            account.addNetworkPolicy({ ...given, ...addressLists(properties) });
        }
    }),

    alter: alterNetworkPolicy,

    describe: (context, reader) => {
        const policy = readPolicy(context, reader);
        reader.end();
        const rows = [
            ['ALLOWED_IP_LIST', policy?.allowed ?? []] as const,
            ['BLOCKED_IP_LIST', policy?.blocked ?? []] as const
        ].flatMap(([name, list]) => (list.length === 0 ? [] : [[name, list.join(',')]]));
        return { columns: showColumns('name value'), rows, kind: 'show' };
    },

    mayDrop: isManager,
    beforeDrop: assertUnused,

    remove: (account, _store, policy) => {
        account.networkPolicies.delete(policy.name);
    }
};

function find({ account }: Context, parts: readonly string[]): NetworkPolicy {
    return existing(account.networkPolicies.get(parts.at(-1) ?? ''), type, parts);
}

function isManager(access: Access, policy: NetworkPolicy): boolean {
    return access.owns(policy) || access.roles.has('SECURITYADMIN');
}

function alterNetworkPolicy({ context }: Work, reader: Reader): ResultSet {
    const policy = readPolicy(context, reader);
    if (policy === null) return EXECUTED;
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
    return EXECUTED;
}

/** Null: not there, and IF EXISTS said that this is no matter. */
function readPolicy(context: Context, reader: Reader): NetworkPolicy | null {
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const policy = findIf(ifExists, () => find(context, [name]));
    if (policy !== null && !isManager(context.access, policy)) throw insufficientPrivileges('network policy', name);
    return policy;
}

function assertUnused(account: Account, { name }: NetworkPolicy): void {
    const user = [...account.users.values()].find(({ networkPolicy }) => networkPolicy === name);
    if (user === undefined && account.parameters.get('NETWORK_POLICY') !== name) return;
    throw new StatementFailure(
        '001492',
        '42601',
        `SQL compilation error:\nCannot perform Drop operation on network policy ${name}. Unset it from ${user ? `user ${user.name}` : 'the account'} first.`
    );
}
