/**
 * A result is whole or an error, whichever protocol carried it: a row less than announced would read as a row that was
 * deleted. So every count that Snowflake gives is held against what came, and every row against the columns.
 */
import type { ResultColumn } from './client.js';
import { SnowflakeError } from './errors.js';

export const REPORT = 'Run it again; if it fails again, report this.';

/** The statement has run by then: one that changes something has done so. */
function notWhole(what: string, remedy = REPORT, vendorCode?: string): SnowflakeError {
    return new SnowflakeError('unexpected_response', what, remedy, { vendorCode, mayHaveRun: true });
}

/** `part` says which rows, e.g. `in partition 2`. */
export function expectCount(announced: number, came: number, part: string): void {
    if (announced !== came) throw miscount(announced, came, part);
}

export function miscount(announced: number, came: number, part: string): SnowflakeError {
    return notWhole(
        `Snowflake announced ${announced} rows ${part} and sent ${came}: the result is not the one it announced.`
    );
}

/** The parts of a result hold what all of it is said to hold. */
export function expectSum(announced: number, parts: readonly number[]): void {
    expectCount(
        announced,
        parts.reduce((sum, count) => sum + count, 0),
        'in all'
    );
}

/** The code, with HTTP 200, of an answer that does not hold all of its result. */
export const NOT_WHOLE = '391908';

export function notAll(vendorCode: string): SnowflakeError {
    return notWhole(
        'Snowflake says that the result is too large for its answer, which does not hold all of it.',
        'Ask for less at once; if this is a small result, report it.',
        vendorCode
    );
}

/** Snowflake found more rows than it sent, as the parameter ROWS_PER_RESULTSET has it do. */
export function cutResult(found: number, sent: number): SnowflakeError {
    return notWhole(
        `Snowflake found ${found} rows and sent ${sent}: the parameter ROWS_PER_RESULTSET cuts its answers.`,
        'Unset it for the user and the account (ALTER USER ... UNSET ROWS_PER_RESULTSET), and leave it out of the statement; LIMIT asks for fewer rows.'
    );
}

export function expectWidth(cells: number, columns: readonly ResultColumn[]): void {
    if (cells !== columns.length) throw noRow();
}

export function noRow(): SnowflakeError {
    return notWhole('Snowflake sent a row that does not fit its columns.');
}

const DAYS = /^-?\d+$/;
const SECONDS = /^-?\d+(?:\.\d*)?$/;
const SECONDS_AND_ZONE = /^-?\d+(?:\.\d*)? \d+$/;

const TEMPORAL: Readonly<Record<string, { readonly form: RegExp; readonly parameter: string }>> = {
    DATE: { form: DAYS, parameter: 'DATE_OUTPUT_FORMAT' },
    TIME: { form: SECONDS, parameter: 'TIME_OUTPUT_FORMAT' },
    TIMESTAMP_NTZ: { form: SECONDS, parameter: 'TIMESTAMP_NTZ_OUTPUT_FORMAT' },
    TIMESTAMP_LTZ: { form: SECONDS, parameter: 'TIMESTAMP_LTZ_OUTPUT_FORMAT' },
    TIMESTAMP_TZ: { form: SECONDS_AND_ZONE, parameter: 'TIMESTAMP_TZ_OUTPUT_FORMAT' }
};

/** A check of the cells of a type, or null where any text will do. */
export function temporalForm(type: string): ((text: string) => void) | null {
    const temporal = TEMPORAL[type];
    if (!temporal) return null;
    const { form, parameter } = temporal;
    return (text) => {
        if (!form.test(text)) throw formatted(type, parameter);
    };
}

/** A day and a month could change places: text in a customer's own format is not guessed at. */
function formatted(type: string, parameter: string): SnowflakeError {
    return notWhole(
        `Snowflake wrote a ${type} as text and not as a number, as the parameter ${parameter} has it do.`,
        `Unset ${parameter} for the user and the account (ALTER USER ... UNSET ${parameter}); if it is not set, report this.`
    );
}
