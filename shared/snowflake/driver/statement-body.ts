/** The body of a statement in the driver's protocol. Binds are those of the SQL API: both protocols read them alike. */
import type { StatementOptions } from '../client.js';
import { statementParameters } from '../parameters.js';

export function statementBody(
    statement: string,
    options: StatementOptions,
    detached: boolean,
    queryContext: object | undefined
): object {
    const parameters = {
        ...statementParameters(options),
        ...(options.timeoutSeconds !== undefined && { STATEMENT_TIMEOUT_IN_SECONDS: options.timeoutSeconds })
    };
    return {
        disableOfflineChunks: false,
        sqlText: statement,
        ...(options.binds !== undefined && {
            bindings: Object.fromEntries(options.binds.map((bind, index) => [String(index + 1), bind]))
        }),
        parameters,
        ...(queryContext !== undefined && { queryContextDTO: queryContext }),
        asyncExec: detached
    };
}
