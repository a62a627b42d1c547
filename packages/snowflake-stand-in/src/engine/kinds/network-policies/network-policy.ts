import type { Named } from '../../named.js';

export interface NetworkPolicy extends Named {
    readonly type: 'NETWORK POLICY';
    allowed: readonly string[];
    blocked: readonly string[];
}
