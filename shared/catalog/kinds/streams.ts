/** Streams: what changed in a table or view since they were last read. https://docs.snowflake.com/en/sql-reference/sql/show-streams */
import type { z } from 'zod';
import { flag, schemaObject, text, textUnless, time } from '../fields.js';
import { IN_SCHEMA, listingOf } from '../kind.js';

const fields = {
    ...schemaObject,
    table_name: text('The source, fully qualified.'),
    source_type: text('Table, View, External Table, Stage ...'),
    base_tables: text(),
    type: text('DELTA.'),
    stale: flag('Its offset is out of the retention period: it must be created anew.'),
    stale_after: time(),
    mode: text('DEFAULT, APPEND_ONLY or INSERT_ONLY.'),
    invalid_reason: textUnless('N/A')
};

export const streams = {
    name: 'streams',
    plural: 'STREAMS',
    ...IN_SCHEMA,
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'streams',
        takes: 'schema',
        description: 'Lists streams (change data capture) in a schema, a database or the account.'
    })
};
export type Stream = z.infer<typeof streams.listing.schema>;
