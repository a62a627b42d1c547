/** The type that a cast in the syntax tree names. */
import { isNode } from './ast.js';
import { binary, dataType, fixed, plain, temporal, text } from './data-types.js';

import type { Ast } from './ast.js';
import type { DataType } from './data-types.js';

/** Null for what is no type of Snowflake's. */
export function writtenType(to: Ast): DataType | null {
    if (!isNode(to)) return null;
    const size = (key: string): number | undefined => (typeof to[key] === 'number' ? to[key] : undefined);
    switch (to['data_type']) {
        case 'decimal':
            return fixed(size('precision'), size('scale'));
        case 'int':
        case 'tiny_int':
        case 'small_int':
        case 'big_int':
            return fixed();
        case 'float':
        case 'double':
        case 'real':
            return plain('REAL');
        case 'text':
        case 'string':
        case 'var_char':
        case 'char':
            return text(size('length'));
        case 'binary':
        case 'var_binary':
        case 'blob':
            return binary(size('length'));
        case 'boolean':
            return plain('BOOLEAN');
        case 'date':
            return plain('DATE');
        case 'time':
            return temporal('TIME', size('precision'));
        case 'timestamp':
            return temporal(to['timezone'] === true ? 'TIMESTAMP_TZ' : 'TIMESTAMP_NTZ', size('precision'));
        case 'custom':
            try {
                return dataType(String(to['name']));
            } catch {
                return null;
            }
        default:
            return null;
    }
}
