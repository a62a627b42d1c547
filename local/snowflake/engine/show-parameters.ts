/** SHOW PARAMETERS: a basic set. https://docs.snowflake.com/en/sql-reference/sql/show-parameters */
import { showColumns } from './cells.js';
import { likePattern } from './names.js';

import type { ResultSet } from '../types.js';
import type { Context } from './context.js';
import type { Reader } from './reader.js';

interface Parameter {
    readonly key: string;
    readonly type: 'STRING' | 'NUMBER' | 'BOOLEAN';
    readonly value: string;
    readonly description: string;
}

const PARAMETERS: readonly Parameter[] = [
    {
        key: 'AUTOCOMMIT',
        type: 'BOOLEAN',
        value: 'true',
        description: 'Whether each statement is a transaction of its own.'
    },
    { key: 'DATE_INPUT_FORMAT', type: 'STRING', value: 'AUTO', description: 'How text is read as a date.' },
    { key: 'DATE_OUTPUT_FORMAT', type: 'STRING', value: 'YYYY-MM-DD', description: 'How dates are shown.' },
    { key: 'MULTI_STATEMENT_COUNT', type: 'NUMBER', value: '1', description: 'Number of statements per request.' },
    { key: 'NETWORK_POLICY', type: 'STRING', value: '', description: 'The network policy in force.' },
    { key: 'QUERY_TAG', type: 'STRING', value: '', description: 'Tag of the queries of this session.' },
    { key: 'STATEMENT_TIMEOUT_IN_SECONDS', type: 'NUMBER', value: '172800', description: 'When a statement is ended.' },
    { key: 'TIMEZONE', type: 'STRING', value: 'America/Los_Angeles', description: 'Time zone of the session.' },
    { key: 'TIMESTAMP_INPUT_FORMAT', type: 'STRING', value: 'AUTO', description: 'How text is read as a timestamp.' },
    { key: 'TIME_INPUT_FORMAT', type: 'STRING', value: 'AUTO', description: 'How text is read as a time.' },
    { key: 'TIMESTAMP_TYPE_MAPPING', type: 'STRING', value: 'TIMESTAMP_NTZ', description: 'What TIMESTAMP stands for.' }
];

export function showParameters(context: Context, reader: Reader): ResultSet {
    reader.expect('PARAMETERS');
    const like = reader.accept('LIKE') ? likePattern(reader.string()) : null;
    if (reader.accept('IN') || reader.accept('FOR')) {
        const level = reader.acceptOneOf(['SESSION', 'ACCOUNT', 'USER', 'WAREHOUSE', 'DATABASE', 'SCHEMA', 'TABLE']);
        if (level === null) throw reader.unexpected();
        if (reader.isName()) reader.qualifiedName();
    }
    reader.end();
    const rows = PARAMETERS.filter((parameter) => !like || like(parameter.key)).map((parameter) => {
        const session = context.session.parameters.get(parameter.key);
        const account = context.account.parameters.get(parameter.key);
        const level = session !== undefined ? 'SESSION' : account !== undefined ? 'ACCOUNT' : '';
        const value = session ?? account ?? parameter.value;
        return [parameter.key, value, parameter.value, level, parameter.description, parameter.type];
    });
    return { columns: showColumns('key value default level description type'), rows, kind: 'show' };
}
