/**
 * Cells as the driver's protocol sends them, written as the SQL API would. The two differ in booleans and in how many
 * decimals a time has: as many as its column here, nine there.
 */
import type { Cell, ResultColumn, Row } from '../client.js';
import { Array, String } from '../../globals.js';
import { isTextRow } from '../text-row.js';
import { expectWidth, noRow, temporalForms } from '../whole-result.js';

const DECIMALS = 9;

/** Rows of a result, one after the other. A chunk is read without a schema, for a million rows would feel one. */
export function rowReader(columns: readonly ResultColumn[]): (values: unknown) => Row {
    const forms = temporalForms(columns);
    const isAsWritten = forms === null && columns.every(({ type }) => type !== 'BOOLEAN');
    return (values) => {
        if (!Array.isArray(values)) throw noRow();
        expectWidth(values.length, columns);
        if (isAsWritten && isTextRow(values)) return values;
        return columns.map((column, index) => {
            const cell = cellOf(values[index], column.type);
            forms?.[index]?.(cell);
            return cell;
        });
    };
}

function cellOf(value: unknown, type: string): Cell {
    if (value === null) return null;
    if (typeof value === 'number' || typeof value === 'boolean') return cellOf(String(value), type);
    if (typeof value !== 'string') throw noRow();
    switch (type) {
        case 'BOOLEAN':
            return value === '1' || value.toLowerCase() === 'true' ? 'true' : 'false';
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
            return nineDecimals(value);
        case 'TIMESTAMP_TZ': {
            const [seconds = '', ...offset] = value.split(' ');
            return [nineDecimals(seconds), ...offset].join(' ');
        }
        default:
            return value;
    }
}

function nineDecimals(text: string): string {
    const parts = /^(-?\d+)(?:\.(\d{0,9}))?$/.exec(text);
    return parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(DECIMALS, '0')}` : text;
}
