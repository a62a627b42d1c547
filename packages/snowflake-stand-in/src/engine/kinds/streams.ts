/** https://docs.snowflake.com/en/sql-reference/sql/show-streams */
import { timestampCell } from '../cells.js';
import { booleanProperty, readProperties, textProperty } from '../properties.js';
import { fullName } from '../full-name.js';
import { plainKind } from './plain-kind.js';
import { ownerRoleType, start } from './rows.js';

interface Stream {
    tableName: string;
    sourceType: string;
    baseTables: string;
    mode: 'DEFAULT' | 'APPEND_ONLY' | 'INSERT_ONLY';
    staleAfter: number;
}

const RETENTION_MS = 14 * 86_400_000;

export const streams = plainKind<Stream>({
    type: 'STREAM',
    plural: 'STREAMS',
    title: 'Stream',
    privileges: ['SELECT'],
    shown: `created_on:time name database_name schema_name owner comment table_name source_type base_tables type stale
        mode stale_after:time invalid_reason owner_role_type`,
    sample: [{ name: 'ORDERS_STREAM', tableName: 'SALES.PUBLIC.ORDERS', baseTables: 'SALES.PUBLIC.ORDERS' }],
    defaults: (account) => ({
        tableName: '',
        sourceType: 'Table',
        baseTables: '',
        mode: 'DEFAULT',
        staleAfter: account.now() + RETENTION_MS
    }),
    row: (object, stream, account) => [
        ...start(object),
        object.owner,
        object.comment,
        stream.tableName,
        stream.sourceType,
        stream.baseTables,
        'DELTA',
        String(stream.staleAfter < account.now()),
        stream.mode,
        timestampCell(stream.staleAfter),
        'N/A',
        ownerRoleType(object)
    ],
    read: (reader, context) => {
        reader.expect('ON');
        const sourceType = reader.acceptOneOf(['TABLE', 'VIEW']) ?? 'TABLE';
        const source = fullName(context.findRelation(reader.qualifiedName(), 'Table', 'CREATE STREAM'));
        const properties = readProperties(reader);
        return {
            comment: textProperty(properties, 'COMMENT') ?? '',
            tableName: source,
            baseTables: source,
            sourceType: sourceType === 'TABLE' ? 'Table' : 'View',
            mode: booleanProperty(properties, 'APPEND_ONLY') === true ? 'APPEND_ONLY' : 'DEFAULT'
        };
    }
});
