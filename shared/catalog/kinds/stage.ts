/** Stages, internal and external. https://docs.snowflake.com/en/sql-reference/sql/show-stages */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const StageSchema = SchemaObjectSchema.extend({
    url: z.string().nullable().describe('Null for an internal stage.'),
    has_credentials: z.boolean().nullable(),
    has_encryption_key: z.boolean().nullable(),
    region: z.string().nullable(),
    type: z.string().nullable().describe('INTERNAL or EXTERNAL, with qualifiers such as TEMPORARY.'),
    cloud: z.string().nullable(),
    notification_channel: z.string().nullable(),
    storage_integration: z.string().nullable(),
    endpoint: z.string().nullable().describe('Of an S3-compatible storage.'),
    directory_enabled: z.boolean().nullable()
});
export type Stage = z.infer<typeof StageSchema>;

export function toStage(row: ShowRow): Stage {
    return {
        ...toSchemaObject(row),
        url: row.word('url'),
        has_credentials: row.flag('has_credentials'),
        has_encryption_key: row.flag('has_encryption_key'),
        region: row.word('region'),
        type: row.word('type'),
        cloud: row.word('cloud'),
        notification_channel: row.word('notification_channel'),
        storage_integration: row.word('storage_integration'),
        endpoint: row.word('endpoint'),
        directory_enabled: row.flag('directory_enabled')
    };
}
