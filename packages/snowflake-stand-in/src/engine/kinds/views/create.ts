/** CREATE VIEW. https://docs.snowflake.com/en/sql-reference/sql/create-view */
import { booleanProperty, readProperties, textProperty } from '../../properties.js';
import { describeQuery } from '../relations/described-query.js';

import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { CreateOptions, Place } from '../creation.js';

/** From behind the name on. */
export async function createView(
    work: Work,
    reader: Reader,
    { schema, name, owner }: Place,
    { words }: CreateOptions
): Promise<void> {
    const names = reader.isSymbol('(') ? readNames(reader) : [];
    const properties = readProperties(reader);
    reader.expect('AS');
    const query = reader.rest;
    const described = await describeQuery(work, query);
    const columns = described.map((column, index) => ({ ...column, ...names[index] }));
    work.context.account.addView(
        schema,
        {
            name,
            owner,
            comment: textProperty(properties, 'COMMENT') ?? '',
            text: reader.sql.replace(/;\s*$/, ''),
            query,
            secure: words.has('SECURE') || properties.has('SECURE'),
            materialized: words.has('MATERIALIZED'),
            changeTracking: booleanProperty(properties, 'CHANGE_TRACKING') ?? false
        },
        columns
    );
}

function readNames(reader: Reader): { readonly name: string; readonly comment: string | null }[] {
    const names: { name: string; comment: string | null }[] = [];
    reader.expectSymbol('(');
    do {
        const name = reader.name();
        names.push({ name, comment: reader.accept('COMMENT') ? reader.string() : null });
    } while (reader.acceptSymbol(','));
    reader.expectSymbol(')');
    return names;
}
