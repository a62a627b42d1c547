/** What a network policy lets in and keeps out, and what a statement that names a policy asks of it. */
import { BlockList } from 'node:net';
import { doesNotExist, unsupported } from '../../failures.js';
import { textProperty } from '../../properties.js';
import { StatementFailure } from '../../../types.js';

import type { AddressLists } from '../../../types.js';
import type { Account } from '../../account.js';
import type { Property } from '../../properties.js';

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
export function assertNetworkPolicyExists(account: Account, properties: ReadonlyMap<string, Property>): void {
    const name = textProperty(properties, 'NETWORK_POLICY');
    if (name === undefined || name === '') return;
    if (!account.networkPolicies.has(name)) throw doesNotExist('Network policy', name);
}
