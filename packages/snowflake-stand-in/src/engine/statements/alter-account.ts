/** ALTER ACCOUNT: its parameters. https://docs.snowflake.com/en/sql-reference/sql/alter-account */
import { EXECUTED } from '../cells.js';
import { insufficientPrivileges } from '../failures.js';
import { assertNetworkPolicyExists } from '../kinds/network-policies/address-lists.js';
import { readProperties } from '../properties.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Reader } from '../reader.js';

export function alterAccount({ account, access }: Context, reader: Reader): ResultSet {
    if (!access.roles.has('ACCOUNTADMIN')) throw insufficientPrivileges('account', 'ACCOUNT');
    if (reader.accept('UNSET')) account.parameters.delete(reader.name());
    else {
        reader.expect('SET');
        const properties = readProperties(reader);
        assertNetworkPolicyExists(account, properties);
        for (const [key, value] of properties) if (typeof value === 'string') account.parameters.set(key, value);
    }
    return EXECUTED;
}
