/** Views, secure and materialized ones too. https://docs.snowflake.com/en/sql-reference/sql/show-views */
import { flags, schemaObject, text } from '../fields.js';
import { IN_SCHEMA, knownColumns, listingOf, syncOf } from '../kind.js';
import { RESERVED } from '../left-out.js';

const fields = {
    ...schemaObject,
    text: text('The defining statement; null for a secure view that the role does not own.'),
    ...flags('is_secure, is_materialized, change_tracking')
};

export const views = {
    name: 'views',
    plural: 'VIEWS',
    columns: knownColumns(fields, { reserved: RESERVED }),
    ...IN_SCHEMA,
    sync: syncOf(fields, {
        model: 'View',
        description: 'Views, secure and materialized ones too, with their text. One request per database.',
        record: 'view of the schemas in scope'
    }),
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'items',
        takes: 'schema by either name',
        description:
            'Lists views, secure and materialized ones too, in a schema, a database or the account, with their text. The columns of one view are in describe-table.'
    })
};
