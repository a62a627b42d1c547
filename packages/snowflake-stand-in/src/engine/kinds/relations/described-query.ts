/** The columns that a query gives, for the view or table that is made of it. */
import { execute, fits, prepare } from '../../query.js';
import { snowflakeType } from '../../results.js';
import { shownName } from '../../stored-names.js';
import { itemTextsOf } from '../../substitute.js';

import type { Work } from '../../query.js';
import type { NewColumn } from '../../column.js';

export async function describeQuery(work: Work, query: string): Promise<NewColumn[]> {
    const translation = await prepareQuery(work, query);
    const result = await execute(work, `SELECT * FROM (${translation.sql}) LIMIT 0`);
    const names = result.columnNames().map(shownName);
    return result.columnTypes().map((type, index) => {
        const own = snowflakeType(type);
        const hint = translation.hints?.length === names.length ? translation.hints[index] : null;
        const name = names[index] ?? '';
        return { name, type: hint && fits(hint.type.type, own.type) ? hint.type : own, nullable: true };
    });
}

async function prepareQuery(work: Work, query: string): ReturnType<typeof prepare> {
    // A view or an empty table can be made without a warehouse: only its rows need one.
    const { context } = work;
    const warehouse = context.session.warehouse;
    context.session.warehouse = warehouse ?? '';
    try {
        return await prepare(work, { sql: query, itemTexts: itemTextsOf(query) });
    } finally {
        context.session.warehouse = warehouse;
    }
}
