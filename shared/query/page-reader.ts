/** Turns rows into records, and keeps the boundary, the rows that stand on it and the last row. */
import { InputError } from '../nango/report.js';
import type { ResultColumn, Row } from '../snowflake/client.js';
import { boundaryOf, hasOrder } from './boundary.js';
import type { Boundary } from './boundary.js';
import { digestOf, MAX_TIES } from './checkpoint.js';
import type { QueryProgress, Ties } from './checkpoint.js';
import { SameIds } from './same-ids.js';
import { queryResultReader } from './rows.js';
import type { Places, QueryResult } from './rows.js';

export class PageReader {
    boundary: Boundary | null;
    readonly #toRecord: (row: Row) => QueryResult;
    readonly #places: Places;
    readonly #earlier: Set<string>;
    readonly #current: Set<string>;
    readonly #sameIds: SameIds;

    constructor(
        columns: readonly ResultColumn[],
        places: Places,
        progress: Pick<QueryProgress, 'boundary' | 'ties' | 'lastRow'>
    ) {
        if (places.incremental && !hasOrder(places.incremental.column)) {
            const { name, type } = places.incremental.column;
            throw new InputError(
                'invalid_settings',
                `The incremental column ${name} is of type ${type}, whose values have no order.`,
                'Choose a number, date, time, timestamp or text column as incremental_column.'
            );
        }
        this.boundary = progress.boundary;
        this.#toRecord = queryResultReader(columns, places);
        this.#places = places;
        this.#earlier = new Set(progress.ties.earlier);
        this.#current = new Set(progress.ties.current);
        this.#sameIds = new SameIds(
            places.ids.map((index) => columns[index]?.name ?? ''),
            places.incremental?.column.name ?? null,
            progress.lastRow
        );
    }

    get ties(): Ties {
        return { earlier: [...this.#earlier], current: [...this.#current] };
    }

    get lastRow(): string {
        return this.#sameIds.lastRow;
    }

    /** The records to save: of each id the last, and none of the ties that the run before saved just so. */
    read(rows: readonly Row[]): QueryResult[] {
        const { incremental } = this.#places;
        if (incremental === null) {
            const records = rows.map(this.#toRecord);
            this.#sameIds.checkAll(records);
            return records;
        }
        const read = rows.map((row) => ({ record: this.#toRecord(row), cell: row[incremental.index] ?? null }));
        this.#sameIds.check(read);
        const latest = new Map<string, QueryResult>();
        for (const { record, cell } of read) {
            const boundary = this.#boundaryOf(cell);
            if (boundary !== null && !this.#isNew(record, boundary)) continue;
            latest.delete(record.id);
            latest.set(record.id, record);
        }
        return [...latest.values()];
    }

    #boundaryOf(cell: string | null): Boundary | null {
        const { incremental } = this.#places;
        return incremental && cell !== null ? boundaryOf(cell, incremental.column) : null;
    }

    /** What the next run compares with is only what this one met: a row may change, and change back. */
    #isNew(record: QueryResult, boundary: Boundary): boolean {
        if (boundary.value !== this.boundary?.value) {
            this.boundary = boundary;
            this.#earlier.clear();
            this.#current.clear();
        }
        const digest = digestOf(record);
        if (this.#current.has(digest)) return false;
        const isNew = !this.#earlier.delete(digest);
        if (this.#earlier.size + this.#current.size < MAX_TIES) this.#current.add(digest);
        return isNew;
    }
}
