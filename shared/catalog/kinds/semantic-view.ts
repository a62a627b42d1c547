/** Semantic views: models of the business over tables. https://docs.snowflake.com/en/sql-reference/sql/show-semantic-views */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const SemanticViewSchema = SchemaObjectSchema.extend({
    extension: z.string().nullable().describe('What tools keep with it.')
});
export type SemanticView = z.infer<typeof SemanticViewSchema>;

export function toSemanticView(row: ShowRow): SemanticView {
    return { ...toSchemaObject(row), extension: row.text('extension') };
}
