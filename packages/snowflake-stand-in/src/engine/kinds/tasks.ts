/** https://docs.snowflake.com/en/sql-reference/sql/show-tasks */
import { timestampCell } from '../cells.js';
import { qualified } from '../names.js';
import { readProperties, textProperty } from '../properties.js';
import { plainKind } from './plain-kind.js';
import { ownerRoleType } from './rows.js';

import type { PlainObject } from '../objects/tree.js';

interface Task {
    warehouse: string | null;
    schedule: string | null;
    predecessors: readonly string[];
    state: 'started' | 'suspended';
    definition: string;
    condition: string | null;
}

export const tasks = plainKind<Task>({
    type: 'TASK',
    plural: 'TASKS',
    title: 'Task',
    privileges: ['MONITOR', 'OPERATE'],
    shown: `created_on:time name id database_name schema_name owner comment warehouse schedule scheduling_mode
        target_completion_interval predecessors state definition condition allow_overlapping_execution
        error_integration success_integration last_committed_on:time last_suspended_on:time owner_role_type config
        last_suspended_reason task_relations execute_as_user`,
    sample: [
        {
            name: 'REFRESH_ORDERS',
            warehouse: 'LOADING_WH',
            schedule: 'USING CRON 0 3 * * * UTC',
            state: 'started',
            definition: 'INSERT INTO ORDERS_COPY SELECT * FROM ORDERS_STREAM'
        },
        {
            name: 'REPORT_ORDERS',
            warehouse: 'LOADING_WH',
            predecessors: ['REFRESH_ORDERS'],
            definition: 'CALL REPORT()'
        }
    ],
    defaults: () => ({
        warehouse: null,
        schedule: null,
        predecessors: [],
        state: 'suspended',
        definition: 'SELECT 1',
        condition: null
    }),
    row: (object, task) => {
        const { schema } = object;
        const predecessors = task.predecessors.map((name) => qualified(schema.database.name, schema.name, name));
        return [
            timestampCell(object.createdOn),
            object.name,
            taskId(object),
            schema.database.name,
            schema.name,
            object.owner,
            object.comment,
            task.warehouse,
            task.schedule,
            null,
            null,
            JSON.stringify(predecessors),
            task.state,
            task.definition,
            task.condition,
            predecessors.length === 0 ? 'false' : null,
            'null',
            'null',
            timestampCell(task.state === 'started' ? object.createdOn : null),
            null,
            ownerRoleType(object),
            null,
            null,
            JSON.stringify({ Predecessors: predecessors }),
            null
        ];
    },
    read: (reader) => {
        const properties = readProperties(reader);
        reader.expect('AS');
        return {
            comment: textProperty(properties, 'COMMENT') ?? '',
            warehouse: textProperty(properties, 'WAREHOUSE') ?? null,
            schedule: textProperty(properties, 'SCHEDULE') ?? null,
            definition: reader.rest
        };
    },
    alter: (_task, reader) => {
        if (reader.accept('RESUME')) return { state: 'started' };
        return reader.accept('SUSPEND') ? { state: 'suspended' } : null;
    }
});

function taskId({ id }: PlainObject): string {
    return `01ab${String(id).padStart(4, '0')}-0000-4000-8000-${String(id).padStart(12, '0')}`;
}
