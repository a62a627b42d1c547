/** SHOW NETWORK POLICIES. https://docs.snowflake.com/en/sql-reference/sql/show-network-policies */
import { numberCell, showColumns, timestampCell } from '../../cells.js';
import { IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';

import type { Listing } from '../../listing.js';

export const networkPolicyListing: Listing = {
    name: 'NETWORK POLICIES',
    clauses: { ...IN_ACCOUNT, terse: false, paging: false },
    cutAtCap: true,
    columns: () =>
        showColumns(`created_on:time name comment entries_in_allowed_ip_list:number
                entries_in_blocked_ip_list:number`),
    objects: ({ account, access }) =>
        listed(
            byName(account.networkPolicies.values()).filter((policy) => access.seesOfAccount(policy)),
            ({ name, createdOn, comment, allowed, blocked }) => [
                timestampCell(createdOn),
                name,
                comment,
                numberCell(allowed.length),
                numberCell(blocked.length)
            ]
        )
};
