/**
 * The rows of an account: one DuckDB in memory. A table gets its place there on first use, under a name made of its id,
 * so that renames cost nothing and odd names do no harm.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { addJsonText } from './json-text.js';
import { MACROS } from './macros.js';
import { storageType } from './data-types.js';
import { storedIdentifier } from './stored-names.js';

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from './column.js';
import type { SchemaObject, Table } from './objects/tree.js';

/** What reads and writes values as text. */
const TEXT_MACROS = [
    `CREATE MACRO SF_NOW() AS now()`,
    `CREATE MACRO SF_AT(milliseconds) AS to_timestamp(milliseconds / 1000.0)`,
    `CREATE MACRO SF_TODAY() AS CAST(now() AS DATE)`,
    `CREATE MACRO SF_CLOCK() AS CAST(now() AS TIME)`,
    `CREATE MACRO SF_SYSDATE() AS CAST(now() AS TIMESTAMP)`,
    // What input-formats.ts makes of a format: a pattern, and the ISO 8601 text with # for the backslash of a group.
    `CREATE MACRO SF_READ(x, pattern, iso, kind) AS CASE
        WHEN typeof(x) <> 'VARCHAR' OR x IS NULL THEN CAST(x AS VARCHAR)
        WHEN regexp_full_match(CAST(x AS VARCHAR), pattern)
        THEN regexp_replace(CAST(x AS VARCHAR), '^' || pattern || '$', replace(iso, '#', chr(92)))
        ELSE error('Can''t parse ''' || CAST(x AS VARCHAR) || ''' as ' || kind) END`,
    `CREATE MACRO SF_LTZ(x) AS CAST(regexp_replace(CAST(x AS VARCHAR), '\\s+([+-]\\d{2}:?\\d{2}|Z)$', '\\1') AS TIMESTAMPTZ)`,
    `CREATE MACRO SF_RANDSTR(length, generator) AS array_to_string(list_transform(range(CAST(length AS BIGINT)),
        lambda i: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[1 + CAST(hash(generator, i) % 62 AS BIGINT)]), '')`,
    // Exact for an exponent of 1, whatever the exponent: enough for rows of which some values are common.
    `CREATE MACRO SF_ZIPF(n) AS CAST(floor(pow(n + 1, random())) AS BIGINT)`,
    `CREATE MACRO SF_TZ(x) AS CASE
        WHEN x IS NULL THEN NULL
        WHEN CAST(x AS VARCHAR) LIKE '{%' THEN {
            'utc': CAST(regexp_extract(CAST(x AS VARCHAR), '''utc'': ''?([^,'']*)', 1) AS TIMESTAMP_NS),
            'offset_minutes': CAST(regexp_extract(CAST(x AS VARCHAR), '''offset_minutes'': (-?\\d+)', 1) AS SMALLINT)}
        WHEN regexp_matches(CAST(x AS VARCHAR), '(Z|[+-]\\d{2}:?(\\d{2})?)$') AND CAST(x AS VARCHAR) LIKE '%:%'
        THEN SF_TZ_PARTS(regexp_extract(CAST(x AS VARCHAR), '^(.*?)\\s*(Z|[+-]\\d{2}:?(?:\\d{2})?)$', 1), regexp_extract(CAST(x AS VARCHAR), '(Z|[+-]\\d{2}:?(?:\\d{2})?)$', 1))
        ELSE {'utc': TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP_NS), 'offset_minutes': CAST(0 AS SMALLINT)} END`
];
const TZ_PARTS = `CREATE MACRO SF_TZ_PARTS(local, tz) AS {
    'utc': make_timestamp_ns(epoch_ns(CAST(local AS TIMESTAMP_NS)) - CAST(SF_TZ_MINUTES(tz) AS BIGINT) * 60000000000),
    'offset_minutes': CAST(SF_TZ_MINUTES(tz) AS SMALLINT)}`;
const TZ_MINUTES = `CREATE MACRO SF_TZ_MINUTES(tz) AS CASE WHEN tz = 'Z' THEN 0 ELSE
    (CASE WHEN tz[1] = '-' THEN -1 ELSE 1 END) * (CAST(tz[2:3] AS INTEGER) * 60 + coalesce(TRY_CAST(right(replace(tz, ':', ''), -3) AS INTEGER), 0)) END`;

const SETTINGS = [
    `SET TimeZone = 'UTC'`,
    `SET default_null_order = 'nulls_last_on_asc_first_on_desc'`,
    `SET autoinstall_known_extensions = false`
];

export class Store {
    readonly #instance: DuckDBInstance;
    readonly #idle: DuckDBConnection[] = [];
    readonly #made = new Map<number, Promise<void>>();

    private constructor(instance: DuckDBInstance) {
        this.#instance = instance;
    }

    static async open(): Promise<Store> {
        const store = new Store(await DuckDBInstance.create(':memory:', { threads: '2' }));
        await store.with(async (connection) => {
            addJsonText(connection);
            for (const macro of [TZ_MINUTES, TZ_PARTS, ...TEXT_MACROS, ...MACROS]) await connection.run(macro);
        });
        return store;
    }

    async acquire(): Promise<DuckDBConnection> {
        const idle = this.#idle.pop();
        if (idle) return idle;
        const connection = await this.#instance.connect();
        for (const setting of SETTINGS) await connection.run(setting);
        return connection;
    }

    release(connection: DuckDBConnection): void {
        this.#idle.push(connection);
    }

    async with<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
        const connection = await this.acquire();
        try {
            return await work(connection);
        } finally {
            this.release(connection);
        }
    }

    /** Makes the table's place, once. */
    async ensure(table: Table): Promise<void> {
        const made = this.#made.get(table.id) ?? this.with((connection) => create(connection, table));
        this.#made.set(table.id, made);
        await made;
    }

    has(table: Table): boolean {
        return this.#made.has(table.id);
    }

    async drop(table: Table): Promise<void> {
        if (!this.#made.delete(table.id)) return;
        await this.with((connection) => connection.run(`DROP TABLE IF EXISTS ${physicalIdentifier(table)}`));
    }

    /** Of those that are tables: nothing else has rows. */
    async dropAll(objects: Iterable<SchemaObject>): Promise<void> {
        for (const object of objects) if (object.type === 'TABLE') await this.drop(object);
    }

    async countRows(table: Table, connection: DuckDBConnection): Promise<number> {
        const rows = await (await connection.run(`SELECT count(*) FROM ${physicalIdentifier(table)}`)).getRows();
        return Number(rows[0]?.[0] ?? 0);
    }

    close(): void {
        for (const connection of this.#idle.splice(0)) connection.closeSync();
        this.#instance.closeSync();
    }
}

/** No CTE or alias can have this name: it starts with a control character. */
export function physicalName(relation: { readonly id: number; readonly type: 'TABLE' | 'VIEW' }): string {
    return `\u0002${relation.type}${relation.id}`;
}

export function physicalIdentifier(relation: { readonly id: number; readonly type: 'TABLE' | 'VIEW' }): string {
    return `"${physicalName(relation)}"`;
}

async function create(connection: DuckDBConnection, table: Table): Promise<void> {
    const columns: string[] = [];
    for (const [index, column] of table.columns.entries()) {
        if (column.autoincrement) {
            const { start, step } = column.autoincrement;
            await connection.run(`CREATE SEQUENCE s${table.id}_${index} START ${start} INCREMENT ${step}`);
        }
        columns.push(columnDefinition(column, column.autoincrement ? `nextval('s${table.id}_${index}')` : null));
    }
    // DuckDB has no table without columns.
    const list = columns.length === 0 ? 'nothing INTEGER' : columns.join(', ');
    await connection.run(`CREATE TABLE ${physicalIdentifier(table)} (${list})`);
}

export function columnDefinition(column: Column, sequence: string | null = null): string {
    const constraint = column.nullable ? '' : ' NOT NULL';
    const value = sequence ?? (column.default === null ? null : column.storedDefault);
    return `${storedIdentifier(column.name)} ${storageType(column.type)}${value ? ` DEFAULT (${value})` : ''}${constraint}`;
}
