/** The body of a statement in the driver's protocol. Binds are those of the SQL API: both protocols read them alike. */
import type { StatementOptions } from '../client.js';

export function statementBody(
    statement: string,
    options: StatementOptions,
    detached: boolean,
    queryContext: object | undefined
): object {
    const parameters = {
        ...options.parameters,
        ...(options.timeoutSeconds !== undefined && { STATEMENT_TIMEOUT_IN_SECONDS: options.timeoutSeconds }),
        ...(options.statementCount !== undefined && { MULTI_STATEMENT_COUNT: options.statementCount })
    };
    return {
        disableOfflineChunks: false,
        sqlText: statement,
        ...(options.binds !== undefined && {
            bindings: Object.fromEntries(options.binds.map((bind, index) => [String(index + 1), bind]))
        }),
        ...(Object.keys(parameters).length > 0 && { parameters }),
        ...(queryContext !== undefined && { queryContextDTO: queryContext }),
        asyncExec: detached
    };
}
