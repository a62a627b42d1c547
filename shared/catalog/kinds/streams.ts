/** Streams: what changed in a table or view since they were last read. https://docs.snowflake.com/en/sql-reference/sql/show-streams */
import type { z } from 'zod';
import { anyText } from '../../schema.js';
import { derived, flag, schemaObject, time, word } from '../fields.js';
import type { Field } from '../fields.js';
import { IN_SCHEMA, listedKind } from '../kind.js';

/**
 * A name is fully qualified here. Of a source that was dropped, or that the role may not see, Snowflake writes the
 * sentence "No privilege or table dropped" in its place.
 */
function source(column: string, about?: string): Field<z.ZodNullable<z.ZodString>> {
    const schema = anyText.nullable();
    return derived([column], about === undefined ? schema : schema.describe(about), (row) => {
        const said = row.word(column);
        return said === null || !said.includes('.') || /^no privilege\b/i.test(said) ? null : said;
    });
}

const fields = {
    ...schemaObject,
    table_name: source(
        'table_name',
        'The source, fully qualified; null where the role does not see it, or it was dropped.'
    ),
    source_type: word('Table, View, External Table, Stage ...'),
    base_tables: source('base_tables'),
    type: word('DELTA.'),
    stale: flag('Its offset is out of the retention period: it must be created anew.'),
    stale_after: time(),
    mode: word('DEFAULT, APPEND_ONLY or INSERT_ONLY.'),
    invalid_reason: word()
};

export const streams = listedKind('streams', IN_SCHEMA, fields, {
    description:
        'Lists streams (change data capture) in a schema, a database or the account, with what they watch and whether they are stale.'
});
