/**
 * INSERT, UPDATE, DELETE, MERGE, TRUNCATE: each answers with one row of counts, and the catalogue's row count follows.
 * https://docs.snowflake.com/en/sql-reference/sql/insert
 */
import { EXECUTED, showColumns } from '../cells.js';
import { doesNotExist, insufficientPrivileges } from '../failures.js';
import { execute, prepare } from '../query.js';
import { keepInStep } from '../row-counts.js';
import { physicalIdentifier } from '../store.js';

import type { ResultSet } from '../../types.js';
import type { Relation, Table } from '../objects/tree.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';
import type { Substituted } from '../substitute.js';

export async function runDml(work: Work, statement: Substituted, reader: Reader): Promise<ResultSet> {
    if (reader.accept('TRUNCATE')) return truncate(work, reader);
    const overwrite = reader.isNext('INSERT', 'OVERWRITE');
    const sql = overwrite ? statement.sql.replace(/OVERWRITE/i, '') : statement.sql;
    const translation = await prepare(work, { sql, itemTexts: [] });
    const table = tableOf(translation.target);
    if (overwrite) await execute(work, `DELETE FROM ${physicalIdentifier(table)}`);
    if (reader.isNext('MERGE')) return merge(work, translation.sql, table, statement.sql);
    const changed = (await execute(work, translation.sql)).rowsChanged;
    await keepInStep(work, table);
    const counts = { numRowsInserted: 0, numRowsUpdated: 0, numRowsDeleted: 0, numDuplicateRowsUpdated: 0 };
    if (reader.isNext('INSERT')) {
        return dmlResult(['number of rows inserted'], [changed], { ...counts, numRowsInserted: changed });
    }
    if (reader.isNext('UPDATE')) {
        const names = ['number of rows updated', 'number of multi-joined rows updated'];
        return dmlResult(names, [changed, 0], { ...counts, numRowsUpdated: changed });
    }
    return dmlResult(['number of rows deleted'], [changed], { ...counts, numRowsDeleted: changed });
}

async function merge(work: Work, sql: string, table: Table, written: string): Promise<ResultSet> {
    const result = await execute(work, `${sql} RETURNING merge_action`);
    const actions = (await result.getRows()).map((row) => String(row[0]));
    const count = (action: string): number => actions.filter((other) => other === action).length;
    const [inserted, updated, deleted] = [count('INSERT'), count('UPDATE'), count('DELETE')];
    await keepInStep(work, table);
    const clauses: readonly (readonly [string, number, RegExp])[] = [
        ['number of rows inserted', inserted, /THEN\s+INSERT/i],
        ['number of rows updated', updated, /THEN\s+UPDATE/i],
        ['number of rows deleted', deleted, /THEN\s+DELETE/i]
    ];
    const shown = clauses.filter(([, , clause]) => clause.test(written));
    return dmlResult(
        shown.map(([name]) => name),
        shown.map(([, value]) => value),
        { numRowsInserted: inserted, numRowsUpdated: updated, numRowsDeleted: deleted, numDuplicateRowsUpdated: 0 }
    );
}

async function truncate(work: Work, reader: Reader): Promise<ResultSet> {
    reader.accept('TABLE');
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    reader.end();
    let relation: Relation;
    try {
        relation = work.context.findRelation(parts, 'Table', 'TRUNCATE');
    } catch (error) {
        if (ifExists) return EXECUTED;
        throw error;
    }
    const table = tableOf(relation);
    if (!work.context.access.mayWrite(table, 'TRUNCATE')) throw insufficientPrivileges('table', table.name);
    await work.store.ensure(table);
    await execute(work, `DELETE FROM ${physicalIdentifier(table)}`);
    await keepInStep(work, table);
    return EXECUTED;
}

function tableOf(relation: Relation | null): Table {
    if (relation?.type !== 'TABLE') throw doesNotExist('Table', relation?.name ?? '');
    return relation;
}

function dmlResult(
    names: readonly string[],
    counts: readonly number[],
    stats: NonNullable<ResultSet['stats']>
): ResultSet {
    const [number] = showColumns('count:number');
    return {
        columns: names.flatMap((name) => (number ? [{ ...number, name, nullable: false }] : [])),
        rows: [counts.map(String)],
        kind: 'dml',
        stats
    };
}
