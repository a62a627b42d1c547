/** Schemas. https://docs.snowflake.com/en/sql-reference/sql/show-schemas */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

export const SchemaSchema = z.object({
    id: z.string().describe('DATABASE.SCHEMA, each part quoted where it needs quotes.'),
    database_name: z.string(),
    name: z.string(),
    created_on: z.string().nullable().describe('ISO 8601, UTC. Null for INFORMATION_SCHEMA.'),
    schema_owner: z.string().nullable(),
    owner_role_type: z.string().nullable(),
    comment: z.string().nullable(),
    options: z.string().nullable().describe('For example TRANSIENT, MANAGED ACCESS.'),
    retention_time: z.number().nullable().describe('Days of Time Travel.'),
    is_default: z.boolean().nullable(),
    is_current: z.boolean().nullable()
});
export type Schema = z.infer<typeof SchemaSchema>;

export function toSchema(row: ShowRow): Schema {
    const name = row.required('name');
    const database = row.required('database_name');
    return {
        id: recordId(database, name),
        database_name: database,
        name,
        // That of INFORMATION_SCHEMA is the time of the call, and would change in each run.
        created_on: name === INFORMATION_SCHEMA ? null : row.time('created_on'),
        schema_owner: row.text('owner'),
        owner_role_type: row.text('owner_role_type'),
        comment: row.text('comment'),
        options: row.text('options'),
        retention_time: row.count('retention_time'),
        is_default: row.flag('is_default'),
        is_current: row.flag('is_current')
    };
}
