/** Views, secure and materialized ones too. https://docs.snowflake.com/en/sql-reference/sql/show-views */
import { flags, schemaObject, text } from '../fields.js';
import { IN_SCHEMA, listedKind, syncOf } from '../kind.js';
import { RESERVED } from '../left-out.js';

const fields = {
    ...schemaObject,
    text: text('The defining statement; null for a secure view that the role does not own.'),
    ...flags('is_secure, is_materialized, change_tracking')
};

export const views = {
    ...listedKind('views', IN_SCHEMA, fields, {
        leftOut: { reserved: RESERVED },
        items: 'items',
        takes: 'schema by either name',
        description:
            'Lists views, secure and materialized ones too, in a schema, a database or the account, with their text. The columns of one view are in describe-table.'
    }),
    sync: syncOf(IN_SCHEMA, fields, 'View', 'Views, secure and materialized ones too, with their text.')
};
