/**
 * Cells as the driver's protocol sends them, written as the SQL API would. The two differ in booleans and in how many
 * decimals a time has: as many as its column here, nine there.
 */
import type { Rewrite } from '../row-reader.js';

const DECIMALS = 9;

/** Null for a type that both write alike. */
export function rewriteOf(type: string): Rewrite | null {
    switch (type) {
        case 'BOOLEAN':
            return (text) => (text === '1' || text.toLowerCase() === 'true' ? 'true' : 'false');
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
            return nineDecimals;
        case 'TIMESTAMP_TZ':
            return (text) => {
                const [seconds = '', ...offset] = text.split(' ');
                return [nineDecimals(seconds), ...offset].join(' ');
            };
        default:
            return null;
    }
}

function nineDecimals(text: string): string {
    const parts = /^(-?\d+)(?:\.(\d{0,9}))?$/.exec(text);
    return parts ? `${parts[1]}.${(parts[2] ?? '').padEnd(DECIMALS, '0')}` : text;
}
