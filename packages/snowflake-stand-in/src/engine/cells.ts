/** Cells as the SQL API writes them, for what does not come out of DuckDB: SHOW, DESCRIBE and the answers of DDL. */
import { columnMeta, fixed, plain, temporal, text } from './data-types.js';

import type { ColumnMeta, ResultSet } from '../types.js';

export type CellText = string | null;

/** Milliseconds since 1970 as seconds with three decimals: every time of SHOW is a TIMESTAMP_LTZ(3). */
export function timestampCell(milliseconds: number | null): CellText {
    if (milliseconds === null) return null;
    const seconds = Math.floor(milliseconds / 1000);
    return `${seconds}.${String(Math.floor(milliseconds - seconds * 1000)).padStart(3, '0')}`;
}

export function numberCell(value: number | null): CellText {
    return value === null ? null : String(value);
}

/** Columns of SHOW, named in words: text unless marked `:number`, `:time` or `:boolean`. */
export function showColumns(columns: string): ColumnMeta[] {
    return columns.split(/\s+/).flatMap((column) => {
        if (column === '') return [];
        const [name = '', kind] = column.split(':');
        if (kind === 'number') return [columnMeta(name, fixed(38, 0))];
        if (kind === 'time') return [columnMeta(name, temporal('TIMESTAMP_LTZ', 3))];
        if (kind === 'boolean') return [columnMeta(name, plain('BOOLEAN'))];
        return [columnMeta(name, text())];
    });
}

/** The one row that DDL answers with. */
export function statusResult(status: string, kind: ResultSet['kind'] = 'ddl'): ResultSet {
    return { columns: showColumns('status'), rows: [[status]], kind };
}

/** What most of it says. */
export const EXECUTED = statusResult('Statement executed successfully.');

export function yesNo(value: boolean): 'Y' | 'N' {
    return value ? 'Y' : 'N';
}

export function onOff(value: boolean): 'ON' | 'OFF' {
    return value ? 'ON' : 'OFF';
}
