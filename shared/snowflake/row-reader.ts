/**
 * Rows of a result as cells. They are read without a schema, for a million of them would feel one: nearly all cells are
 * text and nulls, as both protocols send them.
 */
import { Array, String } from '../globals.js';
import type { Cell, ResultColumn, Row } from './client.js';
import { expectWidth, noRow, temporalForm } from './whole-result.js';

/** Text of a cell as the SQL API would write it. */
export type Rewrite = (text: string) => string;

/** `rewriteOf` says what a protocol writes in another way; null for a type that it does not. */
export function rowReader(
    columns: readonly ResultColumn[],
    rewriteOf: (type: string) => Rewrite | null = () => null
): (values: unknown) => Row {
    const special = columns.flatMap(({ type }, at) => {
        const read = readingOf(temporalForm(type), rewriteOf(type));
        return read ? [{ at, read }] : [];
    });
    return (values) => {
        if (!Array.isArray(values)) throw noRow();
        const cells: readonly unknown[] = values;
        expectWidth(cells.length, columns);
        const row = isTextRow(cells) ? cells : cells.map(cellOf);
        return special.length === 0 ? row : withRead(row, special);
    };
}

function withRead(row: Row, special: readonly { readonly at: number; readonly read: Rewrite }[]): Row {
    let written: Cell[] | null = null;
    for (const { at, read } of special) {
        const cell = row[at];
        if (cell === null || cell === undefined) continue;
        const text = read(cell);
        if (text !== cell) (written ??= [...row])[at] = text;
    }
    return written ?? row;
}

function readingOf(expectForm: ((text: string) => void) | null, rewrite: Rewrite | null): Rewrite | null {
    if (!expectForm) return rewrite;
    return (text) => {
        expectForm(text);
        return rewrite ? rewrite(text) : text;
    };
}

function isTextRow(values: readonly unknown[]): values is Row {
    for (let at = 0; at < values.length; at += 1) {
        const cell = values[at];
        if (typeof cell !== 'string' && cell !== null) return false;
    }
    return true;
}

function cellOf(value: unknown): Cell {
    if (value === null || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw noRow();
}
