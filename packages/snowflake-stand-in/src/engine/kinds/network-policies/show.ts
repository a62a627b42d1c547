/** SHOW NETWORK POLICIES. https://docs.snowflake.com/en/sql-reference/sql/show-network-policies */
import { numberCell, showColumns, timestampCell } from '../../cells.js';
import { byName } from '../../names.js';

import type { Listing } from '../../listing.js';

export const networkPolicyListing: Listing = {
    name: 'NETWORK POLICIES',
    clauses: { terse: false, history: false, like: true, scopes: 'none', paging: false },
    cutAtCap: true,
    columns: () =>
        showColumns(`created_on:time name comment entries_in_allowed_ip_list:number
                entries_in_blocked_ip_list:number`),
    objects: (context) =>
        byName(context.account.networkPolicies.values())
            .filter((policy) => context.access.managesGrants || context.access.hasAny(policy))
            .map((policy) => ({
                name: policy.name,
                securable: policy,
                row: () => [
                    timestampCell(policy.createdOn),
                    policy.name,
                    policy.comment,
                    numberCell(policy.allowed.length),
                    numberCell(policy.blocked.length)
                ]
            }))
};
