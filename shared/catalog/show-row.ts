/**
 * One row of a SHOW command, read by column name. Columns come and go with Snowflake's releases, editions and the
 * role's privileges, so a missing one reads as null, and an empty text too: SHOW writes '' for "not set".
 */
import type { Cell, ResultColumn, Row, StatementResult } from '../snowflake/client.js';
import { SnowflakeError, TRY_AGAIN } from '../snowflake/errors.js';
import { decodeCell } from '../snowflake/values.js';

const EPOCH_SECONDS = /^-?\d+(\.\d+)?$/;

export class ShowRow {
    readonly #columns: ReadonlyMap<string, { readonly column: ResultColumn; readonly index: number }>;
    readonly #cells: Row;

    constructor(columns: ShowColumns, cells: Row) {
        this.#columns = columns;
        this.#cells = cells;
    }

    has(name: string): boolean {
        return this.#columns.has(name);
    }

    /** The text, or null where it is not set. */
    text(name: string): string | null {
        const cell = this.#cell(name);
        return cell === undefined || cell === null || cell === '' ? null : cell;
    }

    /** The text of a column that a row cannot be without: a name, which is never empty. */
    required(name: string): string {
        const cell = this.text(name);
        if (cell === null) {
            throw new SnowflakeError('unexpected_response', `A SHOW command gave a row without ${name}.`, TRY_AGAIN);
        }
        return cell;
    }

    /** `Y`/`N`, `true`/`false`, `ON`/`OFF`, `YES`/`NO`, as the commands variously write it. */
    flag(name: string): boolean | null {
        const text = this.text(name)?.toUpperCase();
        if (text === undefined || text === 'NULL') return null;
        return text === 'Y' || text === 'YES' || text === 'TRUE' || text === 'ON' || text === '1' || text === 'ENABLED';
    }

    count(name: string): number | null {
        const text = this.text(name);
        const value = Number(text);
        return text === null || !Number.isFinite(value) ? null : value;
    }

    /** ISO 8601 in UTC, e.g. `2024-05-06T07:08:09.123Z`. */
    time(name: string): string | null {
        const entry = this.#columns.get(name);
        const cell = this.text(name);
        if (!entry || cell === null) return null;
        const [seconds = cell] = cell.split(' ');
        if (EPOCH_SECONDS.test(seconds) && entry.column.type !== 'TEXT') {
            return String(decodeCell(seconds, { ...entry.column, type: 'TIMESTAMP_LTZ' }));
        }
        const parsed = new Date(cell);
        return Number.isNaN(parsed.getTime()) ? cell : parsed.toISOString();
    }

    #cell(name: string): Cell | undefined {
        const entry = this.#columns.get(name);
        return entry && this.#cells[entry.index];
    }
}

export type ShowColumns = ReadonlyMap<string, { readonly column: ResultColumn; readonly index: number }>;

function showColumns(columns: readonly ResultColumn[]): ShowColumns {
    return new Map(columns.map((column, index) => [column.name.toLowerCase(), { column, index }]));
}

/** All rows of one SHOW: at most 10,000 by Snowflake's own cap, so they may stand in memory. */
export async function showRows(result: StatementResult): Promise<ShowRow[]> {
    const columns = showColumns(result.columns);
    const rows: ShowRow[] = [];
    for await (const partition of result.partitions()) {
        for (const cells of partition) rows.push(new ShowRow(columns, cells));
    }
    return rows;
}
