/** Warehouses with size, state and load. */
import { createAction } from 'nango';
import { listWarehouses } from '../../../shared/catalog/listing/actions.js';
import { listWarehousesSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listWarehousesSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listWarehouses(client, input))
});
