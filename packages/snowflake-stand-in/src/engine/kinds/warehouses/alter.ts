/** ALTER WAREHOUSE, and the properties that CREATE WAREHOUSE takes as well. */
import { EXECUTED } from '../../cells.js';
import { findIf } from '../../existence.js';
import { insufficientPrivileges } from '../../failures.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from '../../properties.js';
import { moveTo } from '../collection.js';
import { findWarehouse } from './find.js';

import type { ResultSet } from '../../../types.js';
import type { Property } from '../../properties.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { Warehouse } from '../../objects/warehouse.js';

const SIZES: Readonly<Record<string, string>> = {
    XSMALL: 'X-Small',
    SMALL: 'Small',
    MEDIUM: 'Medium',
    LARGE: 'Large',
    XLARGE: 'X-Large',
    XXLARGE: '2X-Large',
    X2LARGE: '2X-Large',
    XXXLARGE: '3X-Large',
    X3LARGE: '3X-Large',
    X4LARGE: '4X-Large'
};

export function setWarehouse(warehouse: Warehouse, properties: ReadonlyMap<string, Property>): void {
    const size = textProperty(properties, 'WAREHOUSE_SIZE')?.toUpperCase().replaceAll('-', '');
    if (size !== undefined) warehouse.size = SIZES[size] ?? warehouse.size;
    const suspend = numberProperty(properties, 'AUTO_SUSPEND');
    if (suspend !== undefined) warehouse.autoSuspendSeconds = suspend === 0 ? null : suspend;
    warehouse.autoResume = booleanProperty(properties, 'AUTO_RESUME') ?? warehouse.autoResume;
    warehouse.minClusters = numberProperty(properties, 'MIN_CLUSTER_COUNT') ?? warehouse.minClusters;
    warehouse.maxClusters = numberProperty(properties, 'MAX_CLUSTER_COUNT') ?? warehouse.maxClusters;
    warehouse.comment = textProperty(properties, 'COMMENT') ?? warehouse.comment;
}

export function alterWarehouse(work: Work, reader: Reader): ResultSet {
    const { account, access } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const warehouse = findIf(ifExists, () => findWarehouse(work.context, [name]));
    if (warehouse === null) return EXECUTED;
    if (!access.mayChange(warehouse) && !access.has(warehouse, 'OPERATE'))
        throw insufficientPrivileges('warehouse', name);
    if (reader.accept('SUSPEND')) warehouse.state = 'SUSPENDED';
    else if (reader.accept('RESUME')) {
        reader.accept('IF', 'SUSPENDED');
        warehouse.state = 'STARTED';
        warehouse.resumedOn = account.now();
    } else if (reader.accept('RENAME', 'TO')) moveTo(reader.name(), warehouse, account.warehouses);
    else {
        reader.expect('SET');
        setWarehouse(warehouse, readProperties(reader));
    }
    reader.end();
    warehouse.updatedOn = account.now();
    return EXECUTED;
}
