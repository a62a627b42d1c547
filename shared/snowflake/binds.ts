/** Plain JSON values as binds. Numbers that are no safe integers go as REAL: `1e21` is no FIXED. */
import type { Bind } from './client.js';

export type PlainValue = string | number | boolean | null;

export function bindOf(value: PlainValue): Bind {
    switch (typeof value) {
        case 'number':
            return { type: Number.isSafeInteger(value) ? 'FIXED' : 'REAL', value: String(value) };
        case 'boolean':
            return { type: 'BOOLEAN', value: String(value) };
        default:
            return { type: 'TEXT', value };
    }
}
