/**
 * The parameters that change what a statement means or how its answer looks: the session's own value wins over the
 * user's, that over the account's. Values are text; booleans `true` and `false`.
 * https://docs.snowflake.com/en/sql-reference/parameters
 */
import type { Context } from './context.js';

export interface Parameter {
    readonly type: 'STRING' | 'NUMBER' | 'BOOLEAN';
    readonly value: string;
    readonly description: string;
}

const flag = (value: boolean, description: string): Parameter => ({
    type: 'BOOLEAN',
    value: String(value),
    description
});
const number = (value: number, description: string): Parameter => ({
    type: 'NUMBER',
    value: String(value),
    description
});
const text = (value: string, description: string): Parameter => ({ type: 'STRING', value, description });

export const PARAMETERS: Readonly<Record<string, Parameter>> = {
    ABORT_DETACHED_QUERY: flag(false, 'Whether statements end when nobody asks about them.'),
    AUTOCOMMIT: flag(true, 'Whether each statement is a transaction of its own.'),
    BINARY_OUTPUT_FORMAT: text('HEX', 'How binary values are shown.'),
    CLIENT_SESSION_KEEP_ALIVE: flag(false, 'Whether clients keep their session alive.'),
    DATE_INPUT_FORMAT: text('AUTO', 'How text is read as a date.'),
    DATE_OUTPUT_FORMAT: text('YYYY-MM-DD', 'How dates are shown.'),
    JSON_INDENT: number(2, 'How far objects and arrays are indented; 0 for one line.'),
    MULTI_STATEMENT_COUNT: number(1, 'Number of statements per request; 0 for any.'),
    NETWORK_POLICY: text('', 'The network policy in force.'),
    QUERY_TAG: text('', 'Tag of the queries of this session.'),
    QUOTED_IDENTIFIERS_IGNORE_CASE: flag(false, 'Whether quoted names are read in upper case.'),
    ROWS_PER_RESULTSET: number(0, 'Rows of a result at most; 0 for all.'),
    STATEMENT_TIMEOUT_IN_SECONDS: number(172_800, 'When a statement is ended.'),
    TIMESTAMP_INPUT_FORMAT: text('AUTO', 'How text is read as a timestamp.'),
    TIMESTAMP_LTZ_OUTPUT_FORMAT: text('', 'How timestamps with local time zone are shown.'),
    TIMESTAMP_NTZ_OUTPUT_FORMAT: text('YYYY-MM-DD HH24:MI:SS.FF3', 'How timestamps without time zone are shown.'),
    TIMESTAMP_OUTPUT_FORMAT: text('YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM', 'How timestamps are shown.'),
    TIMESTAMP_TYPE_MAPPING: text('TIMESTAMP_NTZ', 'What TIMESTAMP stands for.'),
    TIMESTAMP_TZ_OUTPUT_FORMAT: text('', 'How timestamps with time zone are shown.'),
    TIMEZONE: text('America/Los_Angeles', 'Time zone of the session.'),
    TIME_INPUT_FORMAT: text('AUTO', 'How text is read as a time.'),
    TIME_OUTPUT_FORMAT: text('HH24:MI:SS', 'How times are shown.'),
    TRANSACTION_ABORT_ON_ERROR: flag(false, 'Whether an error undoes the whole transaction.')
};

export interface InForce {
    readonly value: string;
    /** Where it was set; empty for Snowflake's default. */
    readonly level: 'SESSION' | 'USER' | 'ACCOUNT' | '';
}

/** Undefined for a parameter that is not known and that nobody set. */
export function inForce({ session, account }: Context, name: string): InForce | undefined {
    const own = session.ofStatement.get(name) ?? session.parameters.get(name);
    if (own !== undefined) return { value: normal(name, own), level: 'SESSION' };
    const ofUser = account.users.get(session.user)?.parameters.get(name);
    if (ofUser !== undefined) return { value: normal(name, ofUser), level: 'USER' };
    const ofAccount = account.parameters.get(name);
    if (ofAccount !== undefined) return { value: normal(name, ofAccount), level: 'ACCOUNT' };
    const known = PARAMETERS[name];
    return known && { value: known.value, level: '' };
}

export function isOn(context: Context, name: string): boolean {
    return inForce(context, name)?.value === 'true';
}

function normal(name: string, value: string): string {
    if (PARAMETERS[name]?.type !== 'BOOLEAN') return value;
    return /^(?:true|on|yes|1)$/i.test(value) ? 'true' : 'false';
}
