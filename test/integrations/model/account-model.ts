/** An account as a few nested maps, changed together with the embedded one; what the records must say follows from it. */
import fc from 'fast-check';
import type { Database, Schema } from 'snowflake-stand-in/engine/objects/tree.js';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';

/** Never dropped, so that every account has something that every scope sees. */
export const KEPT = 'KEEP';
const NAMES = ['A', 'a', 'B C', 'D.E', 'F"G', 'KEEPER'] as const;
const COLUMNS = [{ name: 'ID', type: 'NUMBER(38,0)' }];

export const change = fc.record({
    database: fc.constantFrom(KEPT, ...NAMES),
    schema: fc.constantFrom('S', 's', 'T.U'),
    table: fc.constantFrom('T1', 't1', 'T 2', 'T"3'),
    does: fc.constantFrom('add', 'add', 'add', 'drop table', 'drop schema', 'drop database')
});
export type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

export const settings = fc.constantFrom(
    {},
    {},
    { include_databases: [KEPT] },
    { include_databases: [`${KEPT}*`] },
    { include_databases: [`"${KEPT}"`] }
);
export type ScopeSettings = { readonly include_databases?: readonly string[] };

export class AccountModel {
    readonly #engine: SnowflakeEngine;

    constructor(engine: SnowflakeEngine) {
        this.#engine = engine;
        this.apply({ database: KEPT, schema: 'S', table: 'T1', does: 'add' });
    }

    /** Does nothing where there is nothing to drop, or where it is there already. */
    apply({ database: name, schema: schemaName, table, does }: Change): void {
        const { account } = this.#engine;
        const database = account.databases.get(name);
        const schema = database?.schemas.get(schemaName);
        const relation = schema?.relations.get(table);
        const isKept = name === KEPT && schemaName === 'S';
        if (does === 'add') {
            if (relation !== undefined) return;
            const owner = database ?? account.addDatabase({ name });
            account.addTable(schema ?? account.addSchema(owner, { name: schemaName }), { name: table }, COLUMNS);
        } else if (does === 'drop table' && relation !== undefined && !(isKept && table === 'T1')) {
            void this.#engine.drop(relation);
        } else if (does === 'drop schema' && schema !== undefined && !isKept) {
            void this.#engine.drop(schema);
        } else if (does === 'drop database' && database !== undefined && name !== KEPT) {
            void this.#engine.drop(database);
        }
    }

    /** What a sync's records must say, each as one text. */
    expected(sync: string, scope: ScopeSettings): Set<string> {
        const databases = [...this.#engine.account.databases.values()].filter(({ name }) => isInScope(name, scope));
        if (sync === 'databases') return new Set(databases.map(({ name }) => text(name)));
        const tables = databases.flatMap((database) => tablesOf(database));
        return new Set(
            sync === 'tables' ? tables.map((path) => text(...path)) : tables.map((path) => text(...path, 'ID'))
        );
    }
}

function tablesOf(database: Database): [string, string, string][] {
    const inSchema = (schema: Schema): [string, string, string][] =>
        [...schema.relations.values()].flatMap(({ name, type }) =>
            type === 'TABLE' ? [[database.name, schema.name, name]] : []
        );
    return [...database.schemas.values()].flatMap(inSchema);
}

/** The settings above: one name in any case, one quoted, one with a wildcard. */
function isInScope(name: string, { include_databases: patterns }: ScopeSettings): boolean {
    if (patterns === undefined) return true;
    return patterns.some((pattern) =>
        pattern.endsWith('*')
            ? name.toUpperCase().startsWith(pattern.slice(0, -1))
            : pattern.startsWith('"')
              ? name === pattern.slice(1, -1)
              : name.toUpperCase() === pattern
    );
}

const PARTS = ['database_name', 'schema_name', 'table_name', 'column_name', 'name'] as const;

/** The same text of a record. */
export function textOf(record: Readonly<Record<string, unknown>>): string {
    return text(...PARTS.flatMap((part) => (typeof record[part] === 'string' ? [record[part]] : [])));
}

function text(...path: string[]): string {
    return JSON.stringify(path);
}
