import type { Named, New } from './named.js';

export interface NetworkPolicy extends Named {
    readonly type: 'NETWORK POLICY';
    allowed: readonly string[];
    blocked: readonly string[];
}

export function newNetworkPolicy(named: Named, given: New<NetworkPolicy>): NetworkPolicy {
    return { ...named, type: 'NETWORK POLICY', owner: 'SECURITYADMIN', allowed: [], blocked: [], ...given };
}
