/** Turns rows into records, and keeps the boundary and the rows that stand on it. */
import { InputError } from '../nango/report.js';
import type { ResultColumn, Row } from '../snowflake/client.js';
import { boundaryOf, hasOrder } from './boundary.js';
import type { Boundary } from './boundary.js';
import { digestOf, MAX_TIES } from './checkpoint.js';
import type { QueryProgress, Ties } from './checkpoint.js';
import { toQueryResult } from './rows.js';
import type { Places, QueryResult } from './rows.js';

export class PageReader {
    boundary: Boundary | null;
    readonly #columns: readonly ResultColumn[];
    readonly #places: Places;
    readonly #earlier: Set<string>;
    readonly #current: Set<string>;

    constructor(columns: readonly ResultColumn[], places: Places, progress: Pick<QueryProgress, 'boundary' | 'ties'>) {
        if (places.incremental && !hasOrder(places.incremental.column)) {
            const { name, type } = places.incremental.column;
            throw new InputError(
                'invalid_settings',
                `The incremental column ${name} is of type ${type}, whose values have no order.`,
                'Choose a number, date, time, timestamp or text column as incremental_column.'
            );
        }
        this.boundary = progress.boundary;
        this.#columns = columns;
        this.#places = places;
        this.#earlier = new Set(progress.ties.earlier);
        this.#current = new Set(progress.ties.current);
    }

    get ties(): Ties {
        return { earlier: [...this.#earlier], current: [...this.#current] };
    }

    /** The records to save: all but the ties that the run before saved just so. */
    read(rows: readonly Row[]): QueryResult[] {
        return rows
            .map((row) => ({
                record: toQueryResult(row, this.#columns, this.#places),
                boundary: this.#boundaryAt(row)
            }))
            .filter(({ record, boundary }) => boundary === null || this.#isNew(record, boundary))
            .map(({ record }) => record);
    }

    #boundaryAt(row: Row): Boundary | null {
        const { incremental } = this.#places;
        const cell = incremental ? (row[incremental.index] ?? null) : null;
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
