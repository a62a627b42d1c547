/** Tasks: statements that Snowflake runs on a schedule or after other tasks. https://docs.snowflake.com/en/sql-reference/sql/show-tasks */
import { z } from 'zod';
import { decodeJson } from '../../snowflake/values.js';
import { derived, flag, from, schemaObject, text, texts, textUnless, times } from '../fields.js';
import { IN_SCHEMA, listingOf } from '../kind.js';

const PredecessorsSchema = z.array(z.string()).catch([]);

const fields = {
    ...schemaObject,
    task_id: from('id', text("Snowflake's own id; a task created anew gets another.")),
    warehouse: text('Null for a serverless task.'),
    schedule: text('For example "60 MINUTE" or "USING CRON ...".'),
    predecessors: derived(z.array(z.string()).describe('Tasks after which it runs, fully qualified.'), (row) => {
        const said = row.text('predecessors');
        return PredecessorsSchema.parse(said === null ? [] : decodeJson(said));
    }),
    state: text('started or suspended.'),
    definition: text('The statement.'),
    condition: text('The WHEN clause.'),
    allow_overlapping_execution: flag(),
    error_integration: textUnless('null'),
    success_integration: textUnless('null'),
    ...times('last_committed_on', 'last_suspended_on'),
    ...texts('last_suspended_reason', 'config')
};

export const tasks = {
    name: 'tasks',
    plural: 'TASKS',
    ...IN_SCHEMA,
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'tasks',
        takes: 'schema',
        description: 'Lists tasks with schedule, state and definition in a schema, a database or the account.'
    })
};
export type Task = z.infer<typeof tasks.listing.schema>;
