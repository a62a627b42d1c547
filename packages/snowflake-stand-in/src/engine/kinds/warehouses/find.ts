import { cannotOperate } from '../../failures.js';

import type { Context } from '../../context.js';
import type { Warehouse } from '../../objects/warehouse.js';

/** One that the role does not see is as one that is not there. */
export function findWarehouse({ account, access }: Context, parts: readonly string[]): Warehouse {
    const warehouse = account.warehouses.get(parts.at(-1) ?? '');
    if (!warehouse || !access.seesOfAccount(warehouse)) throw cannotOperate();
    return warehouse;
}
