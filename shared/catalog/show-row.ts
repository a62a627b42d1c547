/**
 * One row of a SHOW command, read by column name. Columns come and go with Snowflake's releases, editions and the
 * role's privileges, and change their types: a missing one reads as null, and so does a word that says "none".
 */
import { Date, Number } from '../globals.js';
import { nameSet } from '../names.js';
import type { Cell, ResultColumn, Row, StatementResult } from '../snowflake/client.js';
import { SnowflakeError, TRY_AGAIN } from '../snowflake/errors.js';
import { decodeCell, decodeDecimal } from '../snowflake/values.js';

/** Seconds since 1970 with their fraction; of the offset that TIMESTAMP_TZ adds, UTC needs nothing. */
const EPOCH_SECONDS = /^(-?\d+(?:\.\d+)?)(?: \d+)?$/;
/** As a session's output format writes it: `2024-05-06 07:08:09.123 -0700`, `Mon, 06 May 2024 07:08:09 -0700`. */
const UTC_TIME: ResultColumn = {
    name: '',
    type: 'TIMESTAMP_LTZ',
    precision: null,
    scale: null,
    length: null,
    nullable: true
};
const WRITTEN_TIME = /^(?:\d{4}-\d{2}-\d{2}\b|[A-Z][a-z]{2}, \d{1,2} )/;
const DECIMAL = /^[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?$/;

const YES: ReadonlySet<string> = nameSet('Y, YES, TRUE, T, ON, 1, ENABLED');
const NO: ReadonlySet<string> = nameSet('N, NO, FALSE, F, OFF, 0, DISABLED, NOT_NULL');
/** What Snowflake writes where there is nothing to say. */
const NOTHING: ReadonlySet<string> = new Set(['', 'NULL', 'N/A']);
const LONGEST_NOTHING = 4;

/** By name, or by its place in the answer for whoever has looked it up once for many rows. */
export type Column = string | number;

export class ShowRow {
    readonly columns: ShowColumns;
    readonly #cells: Row;

    constructor(columns: ShowColumns, cells: Row) {
        this.columns = columns;
        this.#cells = cells;
    }

    has(name: string): boolean {
        return this.columns.has(name);
    }

    /** What a person wrote, to the letter: a comment can be the word null. Null where it is not set. */
    text(column: Column): string | null {
        const cell = this.cell(column);
        return cell === undefined || cell === null || cell === '' ? null : cell;
    }

    /** What Snowflake itself wrote: null for its words for "none" too. */
    word(column: Column): string | null {
        const cell = this.text(column);
        return cell === null || saysNothing(cell) ? null : cell;
    }

    /** The text of a column that a row cannot be without: a name, which is never empty. */
    required(column: Column): string {
        const cell = this.text(column);
        if (cell === null) {
            const name = typeof column === 'string' ? column : (nameAt(this.columns, column) ?? '');
            throw new SnowflakeError('unexpected_response', `A SHOW command gave a row without ${name}.`, TRY_AGAIN);
        }
        return cell;
    }

    /** `Y`/`N`, `true`/`false`, `ON`/`OFF`, `YES`/`NO`, as the commands variously write it; any other word says neither. */
    flag(column: Column): boolean | null {
        const word = this.text(column)?.trim().toUpperCase() ?? '';
        if (YES.has(word)) return true;
        return NO.has(word) ? false : null;
    }

    /** A count that stays small: of days, of clusters, of members. */
    count(column: Column): number | null {
        const value = this.amount(column);
        return typeof value === 'number' ? value : null;
    }

    /** A count that can pass 2^53: then its digits as text, which a number would lose. */
    amount(column: Column): number | string | null {
        const cell = this.text(column)?.trim() ?? '';
        return DECIMAL.test(cell) ? decodeDecimal(cell) : null;
    }

    /** ISO 8601 in UTC, e.g. `2024-05-06T07:08:09.123Z`. */
    time(column: Column): string | null {
        const cell = this.text(column);
        if (cell === null) return null;
        const [, seconds] = EPOCH_SECONDS.exec(cell) ?? [];
        if (seconds !== undefined) return epochTime(seconds);
        const parsed = WRITTEN_TIME.test(cell) ? new Date(cell) : null;
        return parsed === null || Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
    }

    /** As it came; undefined where the answer lacks the column. */
    cell(column: Column): Cell | undefined {
        const place = typeof column === 'number' ? column : this.columns.get(column);
        return place === undefined ? undefined : this.#cells[place];
    }
}

function saysNothing(cell: string): boolean {
    const trimmed = cell.trim();
    return trimmed.length <= LONGEST_NOTHING && NOTHING.has(trimmed.toUpperCase());
}

function epochTime(seconds: string): string | null {
    const decoded = decodeCell(seconds, UTC_TIME);
    return typeof decoded === 'string' && decoded.endsWith('Z') ? decoded : null;
}

/** The places of the columns of one answer, by name. */
export type ShowColumns = ReadonlyMap<string, number>;

/** Of rows with these columns in this order. */
export function showColumnsOf(names: readonly string[]): ShowColumns {
    return new Map(names.map((name, place) => [name.toLowerCase(), place]));
}

function nameAt(columns: ShowColumns, place: number): string | undefined {
    return [...columns].find(([, at]) => at === place)?.[0];
}

/** The rows of one SHOW as they come: few are in memory at once. */
export async function* showParts(result: StatementResult): AsyncGenerator<ShowRow[]> {
    const columns = showColumnsOf(result.columns.map(({ name }) => name));
    for await (const { rows } of result.slices()) yield rows.map((cells) => new ShowRow(columns, cells));
}

/** All of them: at most 10,000 by Snowflake's own cap, so they may stand in memory. */
export async function showRows(result: StatementResult): Promise<ShowRow[]> {
    const rows: ShowRow[] = [];
    for await (const part of showParts(result)) for (const row of part) rows.push(row);
    return rows;
}
