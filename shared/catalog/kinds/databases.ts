/** Databases. https://docs.snowflake.com/en/sql-reference/sql/show-databases */
import type { z } from 'zod';
import { accountObject, count, flags, text, texts, time } from '../fields.js';
import { IN_ACCOUNT, listingOf, syncOf } from '../kind.js';

const fields = {
    ...accountObject,
    created_on: time(),
    kind: text('STANDARD, IMPORTED DATABASE, APPLICATION, PERSONAL DATABASE ...'),
    ...texts('owner', 'owner_role_type', 'comment'),
    origin: text('The share or listing an imported database comes from.'),
    options: text('For example TRANSIENT.'),
    retention_time: count('Days of Time Travel.'),
    ...flags('is_default', 'is_current')
};

export const databases = {
    name: 'databases',
    plural: 'DATABASES',
    ...IN_ACCOUNT,
    sync: syncOf(fields, {
        model: 'Database',
        description: 'Databases: owner, kind, origin, retention. One request.',
        record: 'database in scope'
    }),
    listing: listingOf(IN_ACCOUNT, fields, {
        items: 'databases',
        takes: 'account',
        description: 'Lists databases: owner, kind, origin, retention.'
    })
};
export type Database = z.infer<typeof databases.sync.schema>;
