/** Warehouses. https://docs.snowflake.com/en/sql-reference/sql/create-warehouse */
import { booleanProperty } from '../../properties.js';
import { createInAccount } from '../creation.js';
import { alterWarehouse, setWarehouse } from './alter.js';
import { findWarehouse } from './find.js';
import { warehouseListing } from './show.js';

import type { Kind } from '../kind.js';
import type { Warehouse } from '../../objects/warehouse.js';

const type = 'WAREHOUSE';

export const warehouses: Kind<Warehouse> = {
    type,
    home: 'ACCOUNT',
    privileges: { [type]: ['MODIFY', 'MONITOR', 'OPERATE', 'USAGE'] },
    listings: [warehouseListing],

    find: findWarehouse,

    create: createInAccount({
        type,
        creator: 'SYSADMIN',
        existing: ({ account }) => account.warehouses,
        make: ({ account, session }, given, properties) => {
            const suspended = booleanProperty(properties, 'INITIALLY_SUSPENDED') === true;
            const warehouse = account.addWarehouse({ ...given, state: suspended ? 'SUSPENDED' : 'STARTED' });
            setWarehouse(warehouse, properties);
            session.warehouse = given.name;
        }
    }),

    alter: alterWarehouse,

    remove: (account, _store, warehouse) => {
        account.warehouses.delete(warehouse.name);
    },

    leave: (session, warehouse) => {
        if (session.warehouse === warehouse.name) session.warehouse = null;
    }
};
