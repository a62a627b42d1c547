/** What a new object has that nobody set, as its CREATE leaves it. */
import { dataType } from './data-types.js';

import type { DataType } from './data-types.js';
import type { Column, Table, User, View, Warehouse } from './objects.js';

export const NEW_TABLE = {
    type: 'TABLE',
    kind: 'TABLE',
    constraints: [],
    rows: 0,
    bytes: 0,
    clusterBy: '',
    changeTracking: false,
    automaticClustering: false,
    searchOptimization: false,
    schemaEvolution: false,
    external: false,
    event: false,
    hybrid: false,
    iceberg: false,
    dynamic: false,
    immutable: false
} as const satisfies Partial<Table>;

export const NEW_VIEW = {
    type: 'VIEW',
    text: '',
    query: null,
    secure: false,
    materialized: false,
    semantic: false,
    changeTracking: false
} as const satisfies Partial<View>;

export const NEW_WAREHOUSE = {
    type: 'WAREHOUSE',
    state: 'SUSPENDED',
    kind: 'STANDARD',
    size: 'X-Small',
    autoSuspendSeconds: 600,
    autoResume: true,
    minClusters: 1,
    maxClusters: 1,
    scalingPolicy: 'STANDARD',
    resourceMonitor: null
} as const satisfies Partial<Warehouse>;

export const NEW_USER = {
    type: 'USER',
    owner: 'USERADMIN',
    firstName: '',
    lastName: '',
    email: '',
    userType: null,
    disabled: false,
    lockedUntil: null,
    mustChangePassword: false,
    mfa: false,
    passwordAllowed: true,
    password: null,
    programmaticAccessTokens: [],
    namedAccessTokens: {},
    rsaPublicKey: null,
    rsaPublicKey2: null,
    namedKeyPairs: {},
    defaultWarehouse: null,
    defaultNamespace: null,
    defaultRole: null,
    defaultSecondaryRoles: '["ALL"]',
    networkPolicy: null,
    expiresAt: null,
    lastSuccessLogin: null
} as const satisfies Partial<User>;

export type NewColumn = Partial<Omit<Column, 'type'>> & { readonly name: string; readonly type: DataType | string };

export function columnOf(given: NewColumn): Column {
    return {
        nullable: true,
        default: null,
        storedDefault: null,
        comment: null,
        autoincrement: null,
        expression: null,
        primaryKey: false,
        uniqueKey: false,
        ...given,
        type: typeof given.type === 'string' ? dataType(given.type) : given.type
    };
}
