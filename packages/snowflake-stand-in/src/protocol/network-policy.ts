/**
 * Whether a user may sign in from an address. A user without a network policy may from anywhere, but not by a
 * programmatic access token.
 * https://docs.snowflake.com/en/user-guide/network-policies
 * https://docs.snowflake.com/en/user-guide/programmatic-access-tokens#network-policy-requirements
 */
import { BlockList, isIPv6 } from 'node:net';

import type { Context } from 'hono';

import type { Login } from '../types.js';

import { networkPolicyMessage, type FrontEnv } from './front.js';

export interface NetworkRefusal {
    readonly code: '390422' | '390432';
    readonly message: string;
}

/** Null where nothing stands against it. A fault that was ordered names an address of its own. */
export function networkRefusal(
    login: Login,
    context: Context<FrontEnv>,
    credential: 'access-token' | 'other'
): NetworkRefusal | null {
    const ordered = context.get('faults').find((fault) => fault.kind === 'refuse-ip');
    if (ordered) return { code: '390422', message: networkPolicyMessage(ordered.ip) };
    const policy = login.networkPolicy ?? null;
    if (policy === null) {
        const missing = credential === 'access-token' && login.accessTokensNeedNoPolicy !== true;
        return missing ? { code: '390432', message: 'Network policy is required.' } : null;
    }
    const address = callerAddress(context);
    const open = policy.allowed.length === 0 || holds(policy.allowed, address);
    if (open && !holds(policy.blocked, address)) return null;
    return { code: '390422', message: networkPolicyMessage(address) };
}

function callerAddress(context: Context<FrontEnv>): string {
    return (context.env.incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function holds(entries: readonly string[], address: string): boolean {
    const list = new BlockList();
    for (const entry of entries) {
        const [network = '', prefix] = entry.split('/');
        const family = isIPv6(network) ? 'ipv6' : 'ipv4';
        if (prefix === undefined) list.addAddress(network, family);
        else list.addSubnet(network, Number(prefix), family);
    }
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
