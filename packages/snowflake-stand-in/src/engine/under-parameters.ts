/**
 * A statement's text as the parameters in force have it read: names in double quotes lose their case under
 * QUOTED_IDENTIFIERS_IGNORE_CASE, and the type TIMESTAMP is what TIMESTAMP_TYPE_MAPPING says.
 */
import { inForce, isOn } from './parameters.js';
import { isWord, tokenize } from './tokens.js';

import type { Context } from './context.js';

export function underParameters(sql: string, context: Context): string {
    const folds = isOn(context, 'QUOTED_IDENTIFIERS_IGNORE_CASE');
    const timestamp = inForce(context, 'TIMESTAMP_TYPE_MAPPING')?.value.toUpperCase() ?? 'TIMESTAMP_NTZ';
    if (!folds && timestamp === 'TIMESTAMP_NTZ') return sql;
    const tokens = tokenize(sql);
    const defines = ['CREATE', 'ALTER'].some((word) => isWord(tokens[0], word));
    let result = '';
    let copied = 0;
    for (const [at, token] of tokens.entries()) {
        const next = tokens[at + 1];
        let written = sql.slice(token.start, token.end);
        if (folds && token.kind === 'quoted') written = written.toUpperCase();
        const isType = defines && isWord(token, 'TIMESTAMP') && next?.kind !== 'string' && next?.text !== '=';
        if (isType && !isWord(next, 'WITH') && !isWord(next, 'WITHOUT')) written = timestamp;
        result += sql.slice(copied, token.start) + written;
        copied = token.end;
    }
    return result + sql.slice(copied);
}
