/**
 * describe-table: one table or view with its columns. The columns come from SHOW COLUMNS like those of the sync, keys
 * and policies from DESCRIBE, the table's own facts from SHOW TABLES or SHOW VIEWS.
 * https://docs.snowflake.com/en/sql-reference/sql/desc-table
 */
import { z } from 'zod';
import { OutputBudget } from '../../nango/output-budget.js';
import { parseInput } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { SnowflakeError } from '../../snowflake/errors.js';
import { qualifiedName, quoteLiteral, quotePath } from '../../snowflake/identifiers.js';
import { NameInput } from '../../snowflake/name-input.js';
import { refuseForeignRows } from '../foreign-rows.js';
import { ColumnSchema, toColumns } from '../kinds/column.js';
import { TableSchema, toTable } from '../kinds/table.js';
import { toView, ViewSchema } from '../kinds/view.js';
import { show } from '../show.js';
import type { Show } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { COLUMNS, TABLES } from '../walked-kinds.js';
import { pageInput } from './input.js';
import { firstFound } from './readings.js';
import { likePattern, showWith } from './show-with.js';

const DescribedColumnSchema = ColumnSchema.extend({
    type: z.string().nullable().describe('The type as DDL writes it, e.g. NUMBER(38,0).'),
    primary_key: z.boolean().nullable(),
    unique_key: z.boolean().nullable(),
    policy_name: z.string().nullable().describe('The masking policy, if the role may see it.')
});

export const describeTableSpec = {
    description: 'Describes one table or view: its facts, its columns with types, keys and policies.',
    version: '1.0.0',
    input: z.object({
        database: NameInput,
        schema: NameInput,
        table: NameInput.describe('A table or a view.'),
        role: pageInput.role
    }),
    output: z.object({
        id: z.string(),
        kind: z.enum(['table', 'view']),
        table: TableSchema.nullable().describe('Null for a view.'),
        view: ViewSchema.nullable().describe('Null for a table.'),
        columns: z.array(DescribedColumnSchema)
    })
};
type Output = z.infer<typeof describeTableSpec.output>;

export async function describeTable(client: SnowflakeClient, given: unknown): Promise<Output> {
    const input = parseInput(describeTableSpec.input, given);
    const from = showWith(client, input.role);
    return await firstFound([input.database, input.schema, input.table], async (names) => await describe(from, names));
}

async function describe(from: Show, names: readonly string[]): Promise<Output> {
    const [database = '', schema = '', table = ''] = names;
    const tables = await named(from, 'TABLES', database, schema, table);
    const views = tables ? undefined : await named(from, 'VIEWS', database, schema, table);
    if (!tables && !views) throw notFound(names);
    const kind = tables ? 'table' : 'view';
    const shown = await show(from, `SHOW COLUMNS IN ${kind.toUpperCase()} ${quotePath(...names)}`);
    refuseForeignRows(shown.rows, names, COLUMNS.placeColumns);
    const described = await show(from, `DESCRIBE ${kind.toUpperCase()} ${quotePath(...names)}`);
    if (!shown.whole || !described.whole) throw tooManyColumns(names);
    const facts = {
        id: qualifiedName(...names),
        kind,
        table: tables ? toTable(tables) : null,
        view: views ? toView(views) : null
    } as const;
    const columns = describedColumns(shown.rows, described.rows);
    const budget = new OutputBudget(facts);
    if (!columns.every((column) => budget.take(column))) throw tooManyColumns(names);
    return { ...facts, columns };
}

function describedColumns(shown: readonly ShowRow[], described: readonly ShowRow[]): Output['columns'] {
    const details = new Map(described.map((row) => [row.required('name'), row]));
    return toColumns(shown).map((column) => {
        const detail = details.get(column.column_name);
        return {
            ...column,
            type: detail?.text('type') ?? null,
            primary_key: detail?.flag('primary key') ?? null,
            unique_key: detail?.flag('unique key') ?? null,
            policy_name: detail?.text('policy name') ?? null
        };
    });
}

/** LIKE knows no case, so the row with the very name is picked out. */
async function named(
    from: Show,
    plural: string,
    database: string,
    schema: string,
    wanted: string
): Promise<ShowRow | undefined> {
    const pattern = quoteLiteral(likePattern(wanted));
    const shown = await show(from, `SHOW ${plural} LIKE ${pattern} IN SCHEMA ${quotePath(database, schema)}`);
    refuseForeignRows(shown.rows, [database, schema], TABLES.placeColumns);
    return shown.rows.find((row) => row.required('name') === wanted);
}

function notFound(names: readonly string[]): SnowflakeError {
    return new SnowflakeError(
        'object_not_found',
        `There is no table or view ${qualifiedName(...names)}, or the role may not see it.`,
        'Check the name and its case, and that the role has a privilege on it (GRANT SELECT ON ... TO ROLE ...).'
    );
}

function tooManyColumns(names: readonly string[]): SnowflakeError {
    return new SnowflakeError(
        'result_too_large',
        `The columns of ${qualifiedName(...names)} are more than an action's output may hold (2 MB).`,
        'Use list-columns, which gives them page by page.'
    );
}
