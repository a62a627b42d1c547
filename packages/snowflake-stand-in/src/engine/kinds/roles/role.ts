import type { Named } from '../../named.js';

export interface Role extends Named {
    readonly type: 'ROLE';
}
