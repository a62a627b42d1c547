/** Databases. https://docs.snowflake.com/en/sql-reference/sql/show-databases */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const DatabaseSchema = z.object({
    id: z.string().describe('The name as Snowflake shows it, quoted where it needs quotes.'),
    name: z.string(),
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    kind: z.string().nullable().describe('STANDARD, IMPORTED DATABASE, APPLICATION, PERSONAL DATABASE ...'),
    owner: z.string().nullable(),
    owner_role_type: z.string().nullable(),
    comment: z.string().nullable(),
    origin: z.string().nullable().describe('The share or listing an imported database comes from.'),
    options: z.string().nullable().describe('For example TRANSIENT.'),
    retention_time: z.number().nullable().describe('Days of Time Travel.'),
    is_default: z.boolean().nullable(),
    is_current: z.boolean().nullable()
});
export type Database = z.infer<typeof DatabaseSchema>;

export function toDatabase(row: ShowRow): Database {
    const name = row.required('name');
    return {
        id: recordId(name),
        name,
        created_on: row.time('created_on'),
        kind: row.word('kind'),
        owner: row.text('owner'),
        owner_role_type: row.word('owner_role_type'),
        comment: row.text('comment'),
        origin: row.word('origin'),
        options: row.word('options'),
        retention_time: row.count('retention_time'),
        is_default: row.flag('is_default'),
        is_current: row.flag('is_current')
    };
}
