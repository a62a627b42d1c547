/**
 * describe-table: one table, view or semantic view with its columns. The columns come from SHOW COLUMNS like those of the sync, keys
 * and policies from DESCRIBE, the table's own facts from SHOW TABLES, SHOW VIEWS or SHOW SEMANTIC VIEWS.
 * https://docs.snowflake.com/en/sql-reference/sql/desc-table
 */
import { z } from 'zod';
import { anyBoolean, anyText, nullable } from '../../schema.js';
import { actionSpec } from '../../nango/action-spec.js';
import { OutputBudget } from '../../nango/output-budget.js';
import { parseInput } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { isRefusedStatement, SnowflakeError } from '../../snowflake/errors.js';
import { qualifiedName, quoteLiteral, quotePath } from '../../snowflake/identifiers.js';
import { NameInput } from '../../snowflake/name-input.js';
import { refuseForeignRows } from '../foreign-rows.js';
import { IN_SCHEMA, IN_TABLE } from '../kind.js';
import { ColumnSchema, toColumns } from '../kinds/columns.js';
import { SemanticViewSchema, toSemanticView } from '../kinds/semantic-views.js';
import { tables as tableKind } from '../kinds/tables.js';
import { views as viewKind } from '../kinds/views.js';
import { show } from '../show.js';
import type { Show } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { pageInput } from './input.js';
import { firstFound } from './readings.js';
import { likePattern, showWith } from './show-with.js';

const DescribedColumnSchema = ColumnSchema.extend({
    type: nullable(anyText, 'The type as DDL writes it, e.g. NUMBER(38,0).'),
    primary_key: anyBoolean.nullable(),
    unique_key: anyBoolean.nullable(),
    policy_name: nullable(anyText, 'The masking policy, if the role may see it.')
});

export const describeTableSpec = actionSpec(
    'Describes one table, view or semantic view by its full name: its facts, its columns with types, keys and policies. Use it before writing a query. To look for a table, use list-tables; for the columns of many tables at once, list-columns. Free: it needs no warehouse.',
    z.strictObject({
        database: NameInput.describe('Its database, case-sensitive: SALES, not sales, unless it was made in quotes.'),
        schema: NameInput.describe('Its schema, case-sensitive.'),
        table: NameInput.describe('The name of a table, a view or a semantic view, case-sensitive.'),
        role: pageInput.role
    }),
    z.object({
        id: anyText,
        kind: z.enum(['table', 'view', 'semantic_view']),
        table: nullable(tableKind.sync.schema, 'Null for a view.'),
        view: nullable(viewKind.sync.schema, 'Null for a table or semantic view.'),
        columns: z.array(DescribedColumnSchema).describe('Of a semantic view its dimensions, facts and metrics.'),
        semantic_view: nullable(SemanticViewSchema, 'Null for a table or view.')
    })
);
type Output = z.infer<typeof describeTableSpec.output>;
type Kind = Output['kind'];

export async function describeTable(client: SnowflakeClient, given: unknown): Promise<Output> {
    const input = parseInput(describeTableSpec.input, given);
    const from = showWith(client, input.role);
    return await firstFound([input.database, input.schema, input.table], async (names) => await describe(from, names));
}

/** As commands name them, in the order in which they are looked for; a name is only one of them. */
const PLURALS: readonly (readonly [Kind, string])[] = [
    ['table', 'TABLES'],
    ['view', 'VIEWS'],
    ['semantic_view', 'SEMANTIC VIEWS']
];

async function describe(from: Show, names: readonly string[]): Promise<Output> {
    const { kind, row } = await find(from, names);
    const path = quotePath(...names);
    const shown = await show(from, `SHOW COLUMNS IN ${kind === 'table' ? 'TABLE' : 'VIEW'} ${path}`);
    refuseForeignRows(shown.rows, names, IN_TABLE.names);
    const described = await show(from, `DESCRIBE ${kind.replace('_', ' ').toUpperCase()} ${path}`);
    if (!shown.whole || !described.whole) throw tooManyColumns(names);
    const facts = {
        id: qualifiedName(...names),
        kind,
        table: kind === 'table' ? (tableKind.sync.toRecords([row])[0] ?? null) : null,
        view: kind === 'view' ? (viewKind.sync.toRecords([row])[0] ?? null) : null,
        semantic_view: kind === 'semantic_view' ? toSemanticView(row, undefined) : null
    } as const;
    const columns =
        kind === 'semantic_view'
            ? semanticColumns(shown.rows, described.rows)
            : describedColumns(shown.rows, described.rows);
    const budget = new OutputBudget(facts);
    if (!columns.every((column) => budget.take(column))) throw tooManyColumns(names);
    const { semantic_view, ...first } = facts;
    return { ...first, columns, semantic_view };
}

async function find(from: Show, names: readonly string[]): Promise<{ kind: Kind; row: ShowRow }> {
    for (const [kind, plural] of PLURALS) {
        const row = await named(from, plural, names).catch((error: unknown) => {
            // A server that knows no semantic views has none.
            if (kind === 'semantic_view' && isRefusedStatement(error)) return undefined;
            throw error;
        });
        if (row) return { kind, row };
    }
    throw notFound(names);
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

/**
 * DESCRIBE SEMANTIC VIEW has a row per property. Logical tables can have columns of one name, and SHOW COLUMNS does not
 * say of which they are: where their types differ, none is told.
 */
function semanticColumns(shown: readonly ShowRow[], described: readonly ShowRow[]): Output['columns'] {
    const types = new Map<string, Set<string | null>>();
    for (const row of described) {
        const name = row.text('object_name');
        if (name === null || row.text('property')?.toUpperCase() !== 'DATA_TYPE') continue;
        types.set(name, (types.get(name) ?? new Set()).add(row.text('property_value')));
    }
    return toColumns(shown).map((column) => {
        const [type = null, ...others] = types.get(column.column_name) ?? [];
        return {
            ...column,
            type: others.length === 0 ? type : null,
            primary_key: null,
            unique_key: null,
            policy_name: null
        };
    });
}

/** LIKE knows no case, so the row with the very name is picked out. */
async function named(from: Show, plural: string, names: readonly string[]): Promise<ShowRow | undefined> {
    const [database = '', schema = '', wanted = ''] = names;
    const pattern = quoteLiteral(likePattern(wanted));
    const shown = await show(from, `SHOW ${plural} LIKE ${pattern} IN SCHEMA ${quotePath(database, schema)}`);
    refuseForeignRows(shown.rows, [database, schema], IN_SCHEMA.names);
    return shown.rows.find((row) => row.required('name') === wanted);
}

function notFound(names: readonly string[]): SnowflakeError {
    return new SnowflakeError(
        'object_not_found',
        `There is no table, view or semantic view ${qualifiedName(...names)}, or the role may not see it.`,
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
