/**
 * The parameters of an account or user that would change what our statements mean, or whether their answers can be
 * read, and what is done about each. docs/parameters.md says why; the two hold the same names (a test compares them).
 * https://docs.snowflake.com/en/sql-reference/parameters
 */
import { eachName } from '../names.js';
import { mayChangeRows, quotedNames } from '../sql/statements.js';
import type { StatementOptions } from './client.js';

export type ParameterValue = string | number | boolean;

interface Treatment {
    /** Set for the session of a password connection when it signs in; unset: the customer's own value stays. */
    readonly atSignIn?: ParameterValue;
    /** Sent with each statement on either protocol: one of the few that the SQL API takes. */
    readonly withStatement?: ParameterValue;
    /** On the SQL API, which does not take it: the value under which some statements are refused, and which. */
    readonly refused?: { readonly value: string; readonly isMeant: (statement: string) => boolean };
}

const OWN: Treatment = {};

export const PARAMETERS: Readonly<Record<string, Treatment>> = {
    ABORT_DETACHED_QUERY: { atSignIn: false },
    AUTOCOMMIT: { atSignIn: true, refused: { value: 'false', isMeant: mayChangeRows } },
    ...eachName(
        [
            'BINARY_INPUT_FORMAT, DATE_INPUT_FORMAT, DATE_OUTPUT_FORMAT, GEOGRAPHY_OUTPUT_FORMAT',
            'GEOMETRY_OUTPUT_FORMAT, STATEMENT_TIMEOUT_IN_SECONDS, STRICT_JSON_OUTPUT, TIMESTAMP_INPUT_FORMAT',
            'TIMESTAMP_LTZ_OUTPUT_FORMAT, TIMESTAMP_NTZ_OUTPUT_FORMAT, TIMESTAMP_OUTPUT_FORMAT',
            'TIMESTAMP_TYPE_MAPPING, TIMESTAMP_TZ_OUTPUT_FORMAT, TIMEZONE, TIME_INPUT_FORMAT, TIME_OUTPUT_FORMAT',
            'TRANSACTION_ABORT_ON_ERROR, TWO_DIGIT_CENTURY_START, WEEK_OF_YEAR_POLICY, WEEK_START'
        ],
        OWN
    ),
    BINARY_OUTPUT_FORMAT: { atSignIn: 'HEX', withStatement: 'HEX' },
    CLIENT_SESSION_KEEP_ALIVE: { atSignIn: false },
    CLIENT_VALIDATE_DEFAULT_PARAMETERS: { atSignIn: true },
    JSON_INDENT: { atSignIn: 2 },
    MULTI_STATEMENT_COUNT: { atSignIn: 1, withStatement: 1 },
    QUOTED_IDENTIFIERS_IGNORE_CASE: {
        atSignIn: false,
        refused: {
            value: 'true',
            isMeant: (statement) => quotedNames(statement).some((name) => name !== name.toUpperCase())
        }
    },
    ROWS_PER_RESULTSET: { atSignIn: 0, withStatement: 0 }
};

/** For the whole session of a password connection. */
export const SIGN_IN_PARAMETERS = valuesOf(({ atSignIn }) => atSignIn);

const STATEMENT_PARAMETERS = valuesOf(({ withStatement }) => withStatement);

/** What goes with a statement, on either protocol: ours, and over them what its caller asks for. */
export function statementParameters(options: StatementOptions): Record<string, ParameterValue> {
    return {
        ...STATEMENT_PARAMETERS,
        ...askedFor(options),
        ...(options.statementCount !== undefined && { MULTI_STATEMENT_COUNT: options.statementCount })
    };
}

/** The caller itself wants no more than so many rows. */
export function asksForFewerRows(options: StatementOptions): boolean {
    return Number(askedFor(options)['ROWS_PER_RESULTSET'] ?? 0) > 0;
}

/** A parameter that must not have this value for the statement to mean what it says. */
export interface Refused {
    readonly name: string;
    readonly value: string;
}

/** What has to be known before the SQL API is sent the statement: nothing, for nearly every one. */
export function parametersInTheWay(statement: string, options: StatementOptions): readonly Refused[] {
    const asked = askedFor(options);
    return Object.entries(PARAMETERS).flatMap(([name, { refused }]) =>
        refused && asked[name] === undefined && refused.isMeant(statement) ? [{ name, value: refused.value }] : []
    );
}

/** Names are taken in either case. */
function askedFor({ parameters = {} }: StatementOptions): Record<string, ParameterValue> {
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toUpperCase(), value]));
}

function valuesOf(pick: (treatment: Treatment) => ParameterValue | undefined): Record<string, ParameterValue> {
    return Object.fromEntries(
        Object.entries(PARAMETERS).flatMap(([name, treatment]) => {
            const value = pick(treatment);
            return value === undefined ? [] : [[name, value]];
        })
    );
}
