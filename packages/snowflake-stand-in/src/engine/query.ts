/**
 * Runs what reads or writes rows: the statement is translated, the tables it names get their place in the store, views
 * are expanded with their owner's rights, and DuckDB does the work. An abort stops it.
 */
import { Context } from './context.js';
import { columnMeta } from './data-types.js';
import { parseStatement } from './ast.js';
import { inForce } from './parameters.js';
import { snowflakeFailure } from './duckdb-failures.js';
import { cancelled, noWarehouse } from './failures.js';
import { cell, snowflakeType } from './results.js';
import { physicalIdentifier } from './store.js';
import { shownName, storedIdentifier } from './stored-names.js';
import { storageType } from './data-types.js';
import { fillSystemView } from './system-views/system-view.js';
import { translate } from './translate.js';
import { StatementFailure } from '../types.js';

import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import type { ColumnMeta, ResultSet } from '../types.js';
import type { Relation, Table, View } from './objects/tree.js';
import type { Store } from './store.js';
import type { Substituted } from './substitute.js';
import type { Translation } from './translate.js';

const INTERRUPT_EVERY_MS = 20;

export interface Work {
    readonly context: Context;
    readonly store: Store;
    readonly connection: DuckDBConnection;
    readonly signal: AbortSignal | undefined;
    /** Tables whose rows the open transaction changed: their counts are taken again when it is rolled back. */
    readonly touched: Set<Table>;
}

/** `describing`: the columns alone. */
export async function runSelect(work: Work, statement: Substituted, describing = false): Promise<ResultSet> {
    const translation = await prepare(work, statement);
    const { sql } = translation;
    const result = await executeWide(work, describing ? `SELECT * FROM (${sql}) LIMIT 0` : sql);
    const types = result.columnTypes();
    const hints = translation.hints?.length === types.length ? translation.hints : null;
    const kinds = types.map((type, index) => {
        const own = snowflakeType(type);
        const hint = hints?.[index] ?? null;
        return hint && fits(hint.type.type, own.type) ? hint : { type: own, nullable: true };
    });
    const columns: ColumnMeta[] = result
        .columnNames()
        .map((name, index) =>
            columnMeta(shownName(name), kinds[index]?.type ?? snowflakeTypeAt(types, index), kinds[index]?.nullable)
        );
    const indent = Number(inForce(work.context, 'JSON_INDENT')?.value ?? 2);
    const rows = (await result.getRows()).map((row) =>
        row.map((value, index) => {
            const kind = kinds[index];
            return kind ? cell(value, kind.type, indent) : null;
        })
    );
    return { columns, rows, kind: 'select' };
}

function snowflakeTypeAt(
    types: ReturnType<DuckDBMaterializedResult['columnTypes']>,
    index: number
): ReturnType<typeof snowflakeType> {
    const type = types[index];
    if (!type) throw new Error('A result has a column without a type');
    return snowflakeType(type);
}

/** DuckDB keeps OBJECT and ARRAY as JSON, which by itself reads as VARIANT. */
export function fits(hinted: string, own: string): boolean {
    return hinted === own || (own === 'VARIANT' && (hinted === 'OBJECT' || hinted === 'ARRAY'));
}

/** Translates and makes everything ready that the statement names. */
export async function prepare(work: Work, statement: Substituted): Promise<Translation> {
    const translation = translate(parseStatement(statement.sql), work.context, statement.itemTexts);
    if (translation.reads && work.context.session.warehouse === null) throw noWarehouse();
    for (const relation of translation.relations) await materialize(work, relation);
    return translation;
}

async function materialize(work: Work, relation: Relation): Promise<void> {
    if (relation.type === 'TABLE') await work.store.ensure(relation);
    else if (relation.isSystem) await fillSystemView(work.connection, work.context, relation);
    else await expandView(work, relation);
}

/** A view sees what its owner sees, with the names of its own schema. */
async function expandView(work: Work, view: View): Promise<void> {
    const { context } = work;
    let query: string;
    if (view.query === null) {
        const columns = view.columns.map(
            (column) => `CAST(NULL AS ${storageType(column.type)}) AS ${storedIdentifier(column.name)}`
        );
        query = `SELECT ${columns.join(', ') || 'NULL AS nothing'} WHERE false`;
    } else {
        const schema = view.schema;
        const role = view.owner === '' ? 'ACCOUNTADMIN' : view.owner;
        const owner = new Context(context.account, {
            ...context.session,
            role,
            database: schema.database.name,
            schema: schema.name
        });
        const translation = translate(parseStatement(view.query), owner);
        for (const relation of translation.relations) await materialize({ ...work, context: owner }, relation);
        query = translation.sql;
    }
    const names = view.columns.map((column) => storedIdentifier(column.name)).join(', ');
    await execute(work, `CREATE OR REPLACE VIEW ${physicalIdentifier(view)}${names ? ` (${names})` : ''} AS ${query}`);
}

/** Nanoseconds reach from 1677 to 2262; a statement that leaves these years runs again with microseconds. */
async function executeWide(work: Work, sql: string): Promise<DuckDBMaterializedResult> {
    try {
        return await execute(work, sql);
    } catch (error) {
        const outside = error instanceof Error && /Timestamp '\d{4,}-\d\d-\d\d|representable range/.test(error.message);
        if (!outside || !sql.includes('TIMESTAMP_NS')) throw error;
        return execute(work, sql.replaceAll('TIMESTAMP_NS', 'TIMESTAMP'));
    }
}

/** Runs DuckDB's SQL; the signal interrupts it. */
export async function execute(work: Work, sql: string): Promise<DuckDBMaterializedResult> {
    const { connection, signal } = work;
    throwIfAborted(signal);
    // An interrupt that comes before DuckDB has begun is lost: it is sent until the statement has ended.
    let repeated: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
        connection.interrupt();
        repeated ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
        return await connection.run(sql);
    } catch (error) {
        throwIfAborted(signal);
        throw snowflakeFailure(error);
    } finally {
        signal?.removeEventListener('abort', interrupt);
        clearInterval(repeated);
    }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
    if (!signal?.aborted) return;
    throw signal.reason instanceof StatementFailure ? signal.reason : cancelled();
}
