/** SHOW PARAMETERS: those that the engine knows. https://docs.snowflake.com/en/sql-reference/sql/show-parameters */
import { showColumns } from '../cells.js';
import { likePattern } from '../names.js';
import { inForce, PARAMETERS } from '../parameters.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Reader } from '../reader.js';

export function showParameters(context: Context, reader: Reader): ResultSet {
    reader.expect('PARAMETERS');
    const like = reader.accept('LIKE') ? likePattern(reader.string()) : null;
    if (reader.accept('IN') || reader.accept('FOR')) {
        const level = reader.acceptOneOf(['SESSION', 'ACCOUNT', 'USER', 'WAREHOUSE', 'DATABASE', 'SCHEMA', 'TABLE']);
        if (level === null) throw reader.unexpected();
        if (reader.isName()) reader.qualifiedName();
    }
    reader.end();
    const rows = Object.entries(PARAMETERS)
        .filter(([key]) => !like || like(key))
        .map(([key, parameter]) => {
            const { value, level } = inForce(context, key) ?? { value: parameter.value, level: '' };
            return [key, value, parameter.value, level, parameter.description, parameter.type];
        });
    return { columns: showColumns('key value default level description type'), rows, kind: 'show' };
}
