/** The role of a session whose credential is for one role: no other can be asked for, and none means that one. */
import { StatementFailure } from '../types.js';

import type { Login } from '../types.js';

export function roleOf({ onlyRole = null }: Login, wanted: string | undefined): string | undefined {
    if (onlyRole === null) return wanted;
    if (wanted === undefined || wanted === onlyRole.name) return onlyRole.name;
    // Seen of drivers: https://github.com/snowflakedb/terraform-provider-snowflake/issues/4647
    if (onlyRole.of === 'access-token')
        throw new StatementFailure('394400', '08004', 'Programmatic access token is invalid.');
    throw new StatementFailure(
        '390317',
        '08001',
        `The role requested in the connection, or the default role if none was requested in the connection ('${wanted}'), is not listed in the Access Token or was filtered. Please specify another role, or contact your OAuth Authorization server administrator.`
    );
}
