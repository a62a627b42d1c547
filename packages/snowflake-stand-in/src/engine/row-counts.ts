/** What the catalogue says of a table's size follows its rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from './objects/tree.js';
import type { Work } from './query.js';
import type { Store } from './store.js';

/** What SHOW TABLES says of size; Snowflake's own figure depends on compression. */
const BYTES_PER_CELL = 16;

export async function keepInStep(work: Work, table: Table): Promise<void> {
    work.touched.add(table);
    await recount(work.store, table, work.connection);
}

export async function recount(store: Store, table: Table, connection: DuckDBConnection): Promise<void> {
    table.rows = await store.countRows(table, connection);
    table.bytes = table.rows * table.columns.length * BYTES_PER_CELL;
}
