/** Schemas. https://docs.snowflake.com/en/sql-reference/sql/show-schemas */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { recordId } from '../../snowflake/identifiers.js';
import { count, derived, flags, from, mark, required, text, word } from '../fields.js';
import { IN_DATABASE, listedKind, syncOf } from '../kind.js';
import { ADMINISTRATION, HISTORY_ONLY, leftOut } from '../left-out.js';

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

const fields = {
    id: derived(
        ['database_name', 'name'],
        z.string().describe('DATABASE.SCHEMA, each part quoted where it needs quotes.'),
        (row) => recordId(row.required('database_name'), row.required('name'))
    ),
    database_name: required(),
    name: required(),
    // That of INFORMATION_SCHEMA is the time of the call, and would change in each run.
    created_on: derived(
        ['created_on', 'name'],
        anyText.nullable().describe('ISO 8601, UTC. Null for INFORMATION_SCHEMA.'),
        (row) => (row.required('name') === INFORMATION_SCHEMA ? null : row.time('created_on'))
    ),
    schema_owner: from('owner', text()),
    owner_role_type: word(),
    comment: text(),
    options: word('For example TRANSIENT, MANAGED ACCESS.'),
    retention_time: count('Days of Time Travel.'),
    ...flags('is_default, is_current'),
    is_nested: mark('A nested namespace of a catalog-linked database; missing for all others.')
};

export const schemas = {
    ...listedKind(
        'schemas',
        IN_DATABASE,
        { ...fields, owner: text('The same as schema_owner.') },
        {
            leftOut: {
                ...leftOut(
                    'classification_profile_database classification_profile_schema classification_profile object_visibility',
                    ADMINISTRATION
                ),
                dropped_on: HISTORY_ONLY
            },
            description: 'Lists schemas of a database or of the account. What is in them: list-tables and list-views.'
        }
    ),
    sync: syncOf(IN_DATABASE, fields, 'Schema', 'Schemas of the databases in scope.')
};
