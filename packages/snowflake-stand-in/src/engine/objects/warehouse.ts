import type { Named, New } from './named.js';

export interface Warehouse extends Named {
    readonly type: 'WAREHOUSE';
    state: 'STARTED' | 'SUSPENDED';
    kind: 'STANDARD' | 'SNOWPARK-OPTIMIZED';
    /** As shown: X-Small, Small, Medium ... */
    size: string;
    autoSuspendSeconds: number | null;
    autoResume: boolean;
    minClusters: number;
    maxClusters: number;
    scalingPolicy: 'STANDARD' | 'ECONOMY';
    resourceMonitor: string | null;
    resumedOn: number;
    updatedOn: number;
}

/** As CREATE leaves it where nothing else is said. */
export function newWarehouse(named: Named, given: New<Warehouse>): Warehouse {
    return {
        ...named,
        type: 'WAREHOUSE',
        state: 'SUSPENDED',
        kind: 'STANDARD',
        size: 'X-Small',
        autoSuspendSeconds: 600,
        autoResume: true,
        minClusters: 1,
        maxClusters: 1,
        scalingPolicy: 'STANDARD',
        resourceMonitor: null,
        resumedOn: named.createdOn,
        updatedOn: named.createdOn,
        ...given
    };
}
