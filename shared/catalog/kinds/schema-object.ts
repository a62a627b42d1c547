/** What every object that lives in a schema has. The kinds build on it, so that the same fact has one name and one reading. */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const SchemaObjectSchema = z.object({
    id: z.string().describe('DATABASE.SCHEMA.NAME, each part quoted where it needs quotes.'),
    name: z.string(),
    database_name: z.string(),
    schema_name: z.string(),
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    owner: z.string().nullable(),
    owner_role_type: z.string().nullable(),
    comment: z.string().nullable()
});
export type SchemaObject = z.infer<typeof SchemaObjectSchema>;

export function toSchemaObject(row: ShowRow): SchemaObject {
    const name = row.required('name');
    const database = row.required('database_name');
    const schema = row.required('schema_name');
    return {
        id: recordId(database, schema, name),
        name,
        database_name: database,
        schema_name: schema,
        created_on: row.time('created_on'),
        owner: row.text('owner'),
        owner_role_type: row.word('owner_role_type'),
        comment: row.text('comment')
    };
}
