/** Cells are text and nulls as both protocols send them: one loop knows that many times sooner than a schema for each. */
import { Array } from '../globals.js';
import type { Row } from './client.js';

export function isTextRow(value: unknown): value is Row {
    if (!Array.isArray(value)) return false;
    for (let at = 0; at < value.length; at += 1) {
        const cell: unknown = value[at];
        if (typeof cell !== 'string' && cell !== null) return false;
    }
    return true;
}
