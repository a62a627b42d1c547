/** The role of a session whose credentials are for one role alone; without such a restriction what was asked for. */
import { StatementFailure } from '../types.js';

import type { Login } from '../types.js';

export function roleOf({ onlyRole }: Login, wanted: string | undefined): string | undefined {
    if (onlyRole === undefined || onlyRole === null) return wanted;
    if (wanted === undefined || wanted === onlyRole) return onlyRole;
    throw new StatementFailure(
        '390317',
        '08001',
        `The role requested in the connection, or the default role if none was requested in the connection ('${wanted}'), is not listed in the Access Token or was filtered.`
    );
}
