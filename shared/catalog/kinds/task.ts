/** Tasks: statements that Snowflake runs on a schedule or after other tasks. https://docs.snowflake.com/en/sql-reference/sql/show-tasks */
import { z } from 'zod';
import { decodeJson } from '../../snowflake/values.js';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const TaskSchema = SchemaObjectSchema.extend({
    task_id: z.string().nullable().describe("Snowflake's own id; a task created anew gets another."),
    warehouse: z.string().nullable().describe('Null for a serverless task.'),
    schedule: z.string().nullable().describe('For example "60 MINUTE" or "USING CRON ...".'),
    predecessors: z.array(z.string()).describe('Tasks after which it runs, fully qualified.'),
    state: z.string().nullable().describe('started or suspended.'),
    definition: z.string().nullable().describe('The statement.'),
    condition: z.string().nullable().describe('The WHEN clause.'),
    allow_overlapping_execution: z.boolean().nullable(),
    error_integration: z.string().nullable(),
    success_integration: z.string().nullable(),
    last_committed_on: z.string().nullable().describe('ISO 8601, UTC.'),
    last_suspended_on: z.string().nullable().describe('ISO 8601, UTC.'),
    last_suspended_reason: z.string().nullable(),
    config: z.string().nullable()
});
export type Task = z.infer<typeof TaskSchema>;

const PredecessorsSchema = z.array(z.string()).catch([]);

export function toTask(row: ShowRow): Task {
    const predecessors = row.word('predecessors');
    return {
        ...toSchemaObject(row),
        task_id: row.word('id'),
        warehouse: row.word('warehouse'),
        schedule: row.word('schedule'),
        predecessors: PredecessorsSchema.parse(predecessors === null ? [] : decodeJson(predecessors)),
        state: row.word('state'),
        definition: row.text('definition'),
        condition: row.text('condition'),
        allow_overlapping_execution: row.flag('allow_overlapping_execution'),
        error_integration: row.word('error_integration'),
        success_integration: row.word('success_integration'),
        last_committed_on: row.time('last_committed_on'),
        last_suspended_on: row.time('last_suspended_on'),
        last_suspended_reason: row.word('last_suspended_reason'),
        config: row.text('config')
    };
}
