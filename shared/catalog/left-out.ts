/**
 * Why a column of SHOW is in no model. Each kind lists the columns that it leaves out with one of these reasons, so that
 * a column which is neither read nor listed is new: Snowflake announces new columns no more.
 */

/** It would update every record in each run, with nothing changed. */
export const MOVES = 'changes by itself';
/** Of a warehouse's load, the columns that nobody documents. */
export const MOMENT = "a warehouse's load of the moment, undocumented";
export const RESERVED = 'reserved, always empty';
export const ELSEWHERE = 'the same fact in another field';
/** How an object is administered, where a model holds what it is and how to read it. */
export const ADMINISTRATION = 'administration of the object, not needed to find or read it';
export const HISTORY_ONLY = 'only with HISTORY, which is not asked for';

/** Names of columns, each with its reason. */
export type LeftOut = Readonly<Record<string, string>>;

/** `a b c` and why: several columns of one reason. */
export function leftOut(names: string, reason: string): LeftOut {
    return Object.fromEntries(names.split(' ').map((name) => [name, reason]));
}

/**
 * Commands that live accounts were seen to answer and whose objects are found another way. Any other that no kind reads
 * has no model yet.
 */
export const COMMANDS_NOT_RUN: Readonly<Record<string, string>> = {
    'DYNAMIC TABLES': 'in TABLES, by is_dynamic',
    'EVENT TABLES': 'in TABLES, by is_event',
    'EXTERNAL TABLES': 'in TABLES, by is_external',
    'ICEBERG TABLES': 'in TABLES, by is_iceberg',
    'HYBRID TABLES': 'in TABLES, by is_hybrid',
    'MATERIALIZED VIEWS': 'in VIEWS, by is_materialized',
    OBJECTS: 'in TABLES and VIEWS',
    'PRIMARY KEYS': 'describe-table tells by primary_key',
    'UNIQUE KEYS': 'describe-table tells by unique_key',
    PARAMETERS: 'of the session, not of the catalogue'
};
