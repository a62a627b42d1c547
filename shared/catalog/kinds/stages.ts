/** Stages, internal and external. Their SHOW knows LIKE and IN alone. https://docs.snowflake.com/en/sql-reference/sql/show-stages */
import type { z } from 'zod';
import { flag, flags, schemaObject, text, texts } from '../fields.js';
import { IN_SCHEMA, listingOf } from '../kind.js';

const fields = {
    ...schemaObject,
    url: text('Null for an internal stage.'),
    ...flags('has_credentials', 'has_encryption_key'),
    region: text(),
    type: text('INTERNAL or EXTERNAL, with qualifiers such as TEMPORARY.'),
    ...texts('cloud', 'notification_channel', 'storage_integration'),
    endpoint: text('Of an S3-compatible storage.'),
    directory_enabled: flag()
};

export const stages = {
    name: 'stages',
    plural: 'STAGES',
    ...IN_SCHEMA,
    pagedIn: null,
    startsWith: false,
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'stages',
        takes: 'schema',
        description: 'Lists stages, internal and external, in a schema, a database or the account.'
    })
};
export type Stage = z.infer<typeof stages.listing.schema>;
