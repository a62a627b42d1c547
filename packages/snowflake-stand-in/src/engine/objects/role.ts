import type { Named, New } from './named.js';

export interface Role extends Named {
    readonly type: 'ROLE';
}

export function newRole(named: Named, given: New<Role>): Role {
    return { ...named, type: 'ROLE', owner: 'USERADMIN', ...given };
}
