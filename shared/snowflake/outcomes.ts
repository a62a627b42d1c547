/**
 * What becomes of a statement when its answer does not come, for every kind of client. One that only reads is run again
 * where Snowflake's own trouble ended it; one that may have changed something is never called undone.
 */
import { onlyReads } from '../sql/statements.js';
import type { SnowflakeClient, StatementOptions } from './client.js';
import { SnowflakeError } from './errors.js';
import { retriesOf } from './retries.js';

const MAX_READINGS = 3;

/** `findsRequests`: Snowflake knows a statement by its request id in another run too. */
export function withKnownOutcomes<Client extends SnowflakeClient>(
    nango: object,
    client: Client,
    { findsRequests }: { readonly findsRequests: boolean }
): Client {
    const asked = async <T>(
        statement: string,
        options: StatementOptions,
        ask: (statement: string, options: StatementOptions) => Promise<T>
    ): Promise<T> => {
        // Several may be more than the text shows: which of them ran is not known.
        const reads = (options.statementCount ?? 1) === 1 && onlyReads(statement);
        const patience = retriesOf(nango).patience({ attempts: MAX_READINGS });
        for (;;) {
            try {
                return await ask(statement, options);
            } catch (error) {
                if (!(error instanceof SnowflakeError)) throw error;
                if (!reads) throw error.mayHaveRun ? unknownOutcome(error, options, findsRequests) : error;
                if (!isOwnTrouble(error) || options.requestId !== undefined || !(await patience.again())) throw error;
            }
        }
    };
    return {
        ...client,
        execute: async (statement, options = {}) => await asked(statement, options, client.execute),
        submit: async (statement, options = {}) => await asked(statement, options, client.submit)
    };
}

/** An internal error that Snowflake reports of the statement, as opposed to an answer that did not come. */
function isOwnTrouble(error: SnowflakeError): boolean {
    return error.code === 'unavailable' && error.vendorCode !== undefined;
}

/** For whoever has looked since, and found that it did not run: only why its answer was lost is left to tell. */
export function withoutDoubt(error: unknown): unknown {
    return error instanceof SnowflakeError && error.code === 'outcome_unknown' ? error.cause : error;
}

function unknownOutcome(
    error: SnowflakeError,
    { requestId }: StatementOptions,
    findsRequests: boolean
): SnowflakeError {
    const again =
        requestId !== undefined && findsRequests
            ? 'Run it again with the same idempotency_key: Snowflake then does not run it twice.'
            : 'Look before you run it again: Query History in Snowsight, or SELECT * FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER()).';
    return new SnowflakeError(
        'outcome_unknown',
        `Snowflake may have run the statement: its answer was lost. ${error.message}`,
        error.concerns === 'sign-in' || error.concerns === 'account' ? `${again} ${error.remedy}` : again,
        { concerns: 'service', mayHaveRun: true, cause: error }
    );
}
