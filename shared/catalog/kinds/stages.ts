/** Stages, internal and external. Their SHOW knows LIKE and IN alone. https://docs.snowflake.com/en/sql-reference/sql/show-stages */
import { flag, flags, schemaObject, word, words } from '../fields.js';
import { IN_SCHEMA, LIKE_ALONE, listedKind } from '../kind.js';

const fields = {
    ...schemaObject,
    url: word('Null for an internal stage.'),
    ...flags('has_credentials, has_encryption_key'),
    region: word(),
    type: word('INTERNAL or EXTERNAL, with qualifiers such as TEMPORARY.'),
    ...words('cloud, notification_channel, storage_integration'),
    endpoint: word('Of an S3-compatible storage.'),
    directory_enabled: flag()
};

export const stages = listedKind('stages', { ...IN_SCHEMA, ...LIKE_ALONE }, fields, {
    description: 'Lists stages, internal and external, in a schema, a database or the account, not the files on them.'
});
