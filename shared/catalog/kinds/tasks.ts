/** Tasks: statements that Snowflake runs on a schedule or after other tasks. https://docs.snowflake.com/en/sql-reference/sql/show-tasks */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { decodeJson } from '../../snowflake/values.js';
import { derived, flag, from, schemaObject, text, times, word } from '../fields.js';
import { IN_SCHEMA, listedKind } from '../kind.js';
import { ADMINISTRATION, ELSEWHERE, leftOut } from '../left-out.js';

const PredecessorsSchema = z.array(anyText).catch([]);

const fields = {
    ...schemaObject,
    task_id: from('id', word("Snowflake's own id; a task created anew gets another.")),
    warehouse: word('Null for a serverless task.'),
    schedule: word('For example "60 MINUTE" or "USING CRON ...".'),
    predecessors: derived(
        ['predecessors'],
        z.array(anyText).describe('Tasks after which it runs, fully qualified.'),
        (row) => {
            const said = row.word('predecessors');
            return PredecessorsSchema.parse(said === null ? [] : decodeJson(said));
        }
    ),
    state: word('started or suspended.'),
    definition: text('The statement.'),
    condition: text('The WHEN clause.'),
    allow_overlapping_execution: flag(),
    error_integration: word(),
    success_integration: word(),
    ...times('last_committed_on, last_suspended_on'),
    last_suspended_reason: word(),
    config: text()
};

export const tasks = listedKind('tasks', IN_SCHEMA, fields, {
    leftOut: {
        task_relations: ELSEWHERE,
        ...leftOut(
            'scheduling_mode target_completion_interval execute_as_user overlap_policy created_by_user budget',
            ADMINISTRATION
        )
    },
    description:
        'Lists tasks with schedule, state and definition in a schema, a database or the account. How their runs went: query INFORMATION_SCHEMA.TASK_HISTORY.'
});
