/** Databases. https://docs.snowflake.com/en/sql-reference/sql/show-databases */
import { accountObject, count, flags, text, time, word } from '../fields.js';
import { IN_ACCOUNT, listedKind, syncOf } from '../kind.js';
import { ADMINISTRATION, HISTORY_ONLY, leftOut } from '../left-out.js';

const fields = {
    ...accountObject,
    created_on: time(),
    kind: word('STANDARD, IMPORTED DATABASE, APPLICATION, PERSONAL DATABASE ...'),
    owner: text(),
    owner_role_type: word(),
    comment: text(),
    origin: word('The share or listing an imported database comes from.'),
    options: word('For example TRANSIENT.'),
    retention_time: count('Days of Time Travel.'),
    ...flags('is_default, is_current')
};

export const databases = {
    ...listedKind('databases', IN_ACCOUNT, fields, {
        leftOut: {
            ...leftOut('object_visibility data_quality_monitoring_settings resharing_settings', ADMINISTRATION),
            dropped_on: HISTORY_ONLY
        },
        description:
            'Lists databases: owner, kind, origin, retention. Where to begin in an account that is not known yet; then list-schemas and list-tables.'
    }),
    sync: syncOf(IN_ACCOUNT, fields, 'Database', 'Databases: owner, kind, origin, retention.')
};
