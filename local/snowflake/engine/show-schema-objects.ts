/** SHOW of what is in schemas: tables, views, objects, stages, streams, tasks. Rows go by database, schema and name. */
import { numberCell, onOff, showColumns, timestampCell, yesNo } from './cells.js';
import { qualified } from './names.js';
import { byName, relationsIn, schemasIn } from './listing.js';

import type { CellText } from './cells.js';
import type { Context } from './context.js';
import type { Relation, Schema, SchemaObject, Stage, Stream, Table, Task, View } from './objects.js';
import type { ShowCommand, TableKind } from './show-command.js';
import type { Listed, Listing } from './listing.js';

const TERSE = showColumns('created_on:time name kind database_name schema_name');
const droppedOn = (history: boolean): string => (history ? 'dropped_on:time' : '');

function terseRow(object: SchemaObject, kind: string): CellText[] {
    return [timestampCell(object.createdOn), object.name, kind, object.schema.database.name, object.schema.name];
}

function start(object: SchemaObject): CellText[] {
    return [timestampCell(object.createdOn), object.name, object.schema.database.name, object.schema.name];
}

function* listed<T extends SchemaObject>(
    objects: Iterable<T>,
    row: (object: T, terse: boolean, history: boolean) => CellText[]
): Generator<Listed, void, undefined> {
    for (const object of objects) {
        yield { name: object.name, securable: object, row: (terse, history) => row(object, terse, history) };
    }
}

const tables: Listing = {
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name database_name schema_name kind comment cluster_by rows:number bytes:number
                owner retention_time ${droppedOn(history)} automatic_clustering change_tracking
                search_optimization search_optimization_progress search_optimization_bytes:number is_external
                enable_schema_evolution owner_role_type is_event budget is_hybrid is_iceberg is_dynamic
                is_immutable`),
    objects: (context, command) => listed(tablesIn(context, command), tableRow)
};

function* tablesIn(context: Context, command: ShowCommand): Generator<Table, void, undefined> {
    for (const relation of relationsIn(context, command)) {
        if (relation.type === 'TABLE' && isOfKind(relation, command.tableKind)) yield relation;
    }
}

function isOfKind(table: Table, kind: TableKind | null): boolean {
    switch (kind) {
        case 'EXTERNAL':
            return table.external;
        case 'DYNAMIC':
            return table.dynamic;
        case 'ICEBERG':
            return table.iceberg;
        case 'EVENT':
            return table.event;
        case 'HYBRID':
            return table.hybrid;
        default:
            return true;
    }
}

function tableRow(table: Table, terse: boolean, history: boolean): CellText[] {
    if (terse) return terseRow(table, table.kind);
    return [
        ...start(table),
        table.kind,
        table.comment,
        table.clusterBy,
        numberCell(table.rows),
        numberCell(table.bytes),
        table.owner,
        String(table.retentionDays),
        ...(history ? [null] : []),
        onOff(table.automaticClustering),
        onOff(table.changeTracking),
        onOff(table.searchOptimization),
        table.searchOptimization ? '100' : null,
        table.searchOptimization ? '0' : null,
        yesNo(table.external),
        yesNo(table.schemaEvolution),
        ownerRoleType(table),
        yesNo(table.event),
        null,
        yesNo(table.hybrid),
        yesNo(table.iceberg),
        yesNo(table.dynamic),
        yesNo(table.immutable)
    ];
}

const views: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name reserved database_name schema_name owner comment text is_secure
                is_materialized owner_role_type change_tracking`),
    objects: (context, command) => listed(viewsIn(context, command), (view, terse) => viewRow(context, view, terse))
};

function* viewsIn(context: Context, command: ShowCommand): Generator<View, void, undefined> {
    for (const relation of relationsIn(context, command)) if (relation.type === 'VIEW') yield relation;
}

/** The text of a secure view is its owner's secret. https://docs.snowflake.com/en/user-guide/views-secure */
function viewRow(context: Context, view: View, terse: boolean): CellText[] {
    if (terse) return terseRow(view, view.materialized ? 'MATERIALIZED_VIEW' : 'VIEW');
    const text = view.secure && !context.access.owns(view) ? '' : view.text;
    return [
        timestampCell(view.createdOn),
        view.name,
        '',
        view.schema.database.name,
        view.schema.name,
        view.owner,
        view.comment,
        text,
        String(view.secure),
        String(view.materialized),
        ownerRoleType(view),
        onOff(view.changeTracking)
    ];
}

const objects: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name database_name schema_name kind comment cluster_by rows:number bytes:number
                owner retention_time owner_role_type budget is_hybrid is_dynamic is_iceberg`),
    objects: (context, command) => listed(relationsIn(context, command), objectRow)
};

function objectRow(relation: Relation, terse: boolean): CellText[] {
    const table = relation.type === 'TABLE' ? relation : null;
    const kind = table?.kind ?? 'VIEW';
    if (terse) return terseRow(relation, kind);
    return [
        ...start(relation),
        kind,
        relation.comment,
        table?.clusterBy ?? '',
        numberCell(table?.rows ?? 0),
        numberCell(table?.bytes ?? 0),
        relation.owner,
        String(table?.retentionDays ?? relation.schema.retentionDays),
        ownerRoleType(relation),
        null,
        yesNo(table?.hybrid ?? false),
        yesNo(table?.dynamic ?? false),
        yesNo(table?.iceberg ?? false)
    ];
}

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

function ownerRoleType(object: SchemaObject): string {
    return object.owner === '' ? '' : 'ROLE';
}

export const schemaListings = {
    TABLES: tables,
    VIEWS: views,
    OBJECTS: objects,
    STAGES: stages,
    STREAMS: streams,
    TASKS: tasks
};
