/**
 * Rows that share an id, of which Nango would keep the first of a batch without a word. With an incremental column the
 * last one counts; rows that nothing puts in order end the run before anything is deleted. Such rows stand together in
 * the result, so the page and the row before it are all there is to look at.
 */
import { InputError } from '../nango/report.js';
import { digestOf } from './checkpoint.js';
import type { QueryResult } from './rows.js';

export interface ReadRow {
    readonly record: QueryResult;
    /** Of the incremental column, as Snowflake sent it. */
    readonly cell: string | null;
}

export class SameIds {
    readonly #ids: readonly string[];
    readonly #incremental: string | null;
    /** Digests of what the row is known by and of the row, as text for a checkpoint; empty before the first row. */
    lastRow: string;

    constructor(ids: readonly string[], incremental: string | null, lastRow: string) {
        this.#ids = ids;
        this.#incremental = incremental;
        this.lastRow = lastRow;
    }

    /** Where nothing puts rows of one id in order. */
    checkAll(records: readonly QueryResult[]): void {
        const areApart = new Set(records.map(({ id }) => id)).size === records.length;
        // Then only what stands on both ends of the page has others beside it.
        const looked = areApart ? new Set([records.at(0), records.at(-1)]) : records;
        this.check([...looked].flatMap((record) => (record ? [{ record, cell: null }] : [])));
    }

    check(rows: readonly ReadRow[]): void {
        const [first] = rows;
        const last = rows.at(-1);
        if (!first || !last) return;
        const [knownBy, row] = this.lastRow.split(' ');
        let clashes = this.#keyOf(first) === knownBy && !this.#mayRepeat(digestOf(first.record) === row) ? 1 : 0;
        const page = new Map<string, ReadRow[]>();
        for (const read of rows) {
            const others = page.get(read.record.id) ?? [];
            const same = others.find(({ cell }) => cell === read.cell);
            if (!same) page.set(read.record.id, [...others, read]);
            else if (!this.#mayRepeat(digestOf(same.record) === digestOf(read.record))) clashes += 1;
        }
        if (clashes > 0) throw this.#refusal(clashes);
        this.lastRow = `${this.#keyOf(last)} ${digestOf(last.record)}`;
    }

    #keyOf({ record, cell }: ReadRow): string {
        return digestOf([record.id, cell]);
    }

    /** An incremental query may give the very same row twice: whichever is saved, nothing is lost. */
    #mayRepeat(isSameRow: boolean): boolean {
        return this.#incremental !== null && isSameRow;
    }

    #refusal(clashes: number): InputError {
        const ids = this.#ids.join(', ');
        const rows = clashes === 1 ? 'at least one row has' : `at least ${clashes} rows have`;
        return this.#incremental === null
            ? new InputError(
                  'invalid_settings',
                  `The id column ${ids} does not tell the query's rows apart: ${rows} the id of another row.`,
                  'Choose the column, or the columns, that identify a row, let the query give each id once, or set incremental_column: of rows with one id, the last by it then counts.'
              )
            : new InputError(
                  'invalid_settings',
                  `The id column ${ids} does not tell the query's rows apart: ${rows} the id and the ${this.#incremental} of another row, and differ from it.`,
                  `Choose the columns that identify a row, let the query give each id once, or choose an incremental_column that tells which of such rows is the last.`
              );
    }
}
