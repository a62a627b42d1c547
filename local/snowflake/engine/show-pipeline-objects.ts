/** SHOW of stages, streams and tasks: what loads and moves data. Rows go by database, schema and name. */
import { showColumns, timestampCell, yesNo } from './cells.js';
import { byName, schemasIn } from './listing.js';
import { qualified } from './names.js';
import { listed, ownerRoleType, start, TERSE, terseRow } from './show-schema-rows.js';

import type { CellText } from './cells.js';
import type { Context } from './context.js';
import type { Listing } from './listing.js';
import type { Schema, SchemaObject, Stage, Stream, Task } from './objects.js';
import type { ShowCommand } from './show-command.js';

function* inSchemas<T extends SchemaObject>(
    context: Context,
    command: ShowCommand,
    pick: (schema: Schema) => Iterable<T>
): Generator<T, void, undefined> {
    for (const schema of schemasIn(context, command)) {
        for (const object of byName(pick(schema))) if (context.access.sees(object)) yield object;
    }
}

const stages: Listing = {
    columns: () =>
        showColumns(`created_on:time name database_name schema_name url has_credentials has_encryption_key owner
                comment region type cloud notification_channel storage_integration endpoint owner_role_type
                directory_enabled`),
    objects: (context, command) =>
        listed(
            inSchemas(context, command, (schema) => schema.stages.values()),
            stageRow
        )
};

function stageRow(stage: Stage): CellText[] {
    const external = stage.url !== '';
    return [
        ...start(stage),
        stage.url,
        'N',
        'N',
        stage.owner,
        stage.comment,
        stage.region,
        external ? 'EXTERNAL' : 'INTERNAL',
        stage.cloud,
        null,
        stage.storageIntegration,
        null,
        ownerRoleType(stage),
        yesNo(stage.directoryEnabled)
    ];
}

const streams: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name database_name schema_name owner comment table_name source_type base_tables
                type stale mode stale_after:time invalid_reason owner_role_type`),
    objects: (context, command) =>
        listed(
            inSchemas(context, command, (schema) => schema.streams.values()),
            (stream, terse) => streamRow(context, stream, terse)
        )
};

function streamRow(context: Context, stream: Stream, terse: boolean): CellText[] {
    if (terse) return terseRow(stream, 'STREAM');
    const stale = stream.staleAfter < context.account.now();
    return [
        ...start(stream),
        stream.owner,
        stream.comment,
        stream.tableName,
        stream.sourceType,
        stream.baseTables,
        'DELTA',
        String(stale),
        stream.mode,
        timestampCell(stream.staleAfter),
        'N/A',
        ownerRoleType(stream)
    ];
}

const tasks: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name id database_name schema_name owner comment warehouse schedule
                scheduling_mode target_completion_interval predecessors state definition condition
                allow_overlapping_execution error_integration success_integration last_committed_on:time
                last_suspended_on:time owner_role_type config last_suspended_reason task_relations
                execute_as_user`),
    objects: (context, command) =>
        listed(
            inSchemas(context, command, (schema) => schema.tasks.values()),
            taskRow
        )
};

function taskRow(task: Task, terse: boolean): CellText[] {
    if (terse) return terseRow(task, 'TASK');
    const { schema } = task;
    const predecessors = task.predecessors.map((name) => qualified(schema.database.name, schema.name, name));
    const root = predecessors.length === 0;
    return [
        timestampCell(task.createdOn),
        task.name,
        taskId(task),
        schema.database.name,
        schema.name,
        task.owner,
        task.comment,
        task.warehouse,
        task.schedule,
        null,
        null,
        JSON.stringify(predecessors),
        task.state,
        task.definition,
        task.condition,
        root ? 'false' : null,
        'null',
        'null',
        timestampCell(task.state === 'started' ? task.createdOn : null),
        null,
        ownerRoleType(task),
        null,
        null,
        JSON.stringify({ Predecessors: predecessors }),
        null
    ];
}

function taskId(task: Task): string {
    return `01ab${String(task.id).padStart(4, '0')}-0000-4000-8000-${String(task.id).padStart(12, '0')}`;
}

export const pipelineListings = { STAGES: stages, STREAMS: streams, TASKS: tasks };
