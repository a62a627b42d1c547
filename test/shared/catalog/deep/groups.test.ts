/** Pages of a view, whatever their size: each object comes once, whole, and in order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { GroupReader } from '../../../../shared/catalog/deep/groups.js';
import { compareKeys } from '../../../../shared/catalog/deep/order.js';
import type { Key } from '../../../../shared/catalog/deep/order.js';
import { accountUsageStatement, informationSchemaStatement } from '../../../../shared/catalog/deep/statements.js';
import { deepColumns } from '../../../../shared/catalog/deep/columns.js';
import type { Row, SnowflakeClient } from '../../../../shared/snowflake/client.js';
import { resultOf } from '../../result-of.js';

/** What a statement of these tests says. */
const Asked = z.tuple([z.array(z.string()).nullable(), z.number()]);

function statementOf(after: Key | null, limit: number): string {
    return JSON.stringify([after, limit]);
}

/** A view of these rows (schema, object, column), as Snowflake sorts them, which answers a page as JSON of its own. */
function viewOf(rows: readonly Row[], partitionRows = 3): { client: SnowflakeClient; statements: string[] } {
    const statements: string[] = [];
    const sorted = [...rows].sort((a, b) => Buffer.compare(Buffer.from(a.join('\0')), Buffer.from(b.join('\0'))));
    const client: SnowflakeClient = {
        execute: async (statement) => {
            statements.push(statement);
            const [after, limit] = Asked.parse(JSON.parse(statement));
            const found = sorted.filter((row) => after === null || compareKeys(keyOf(row), after) > 0).slice(0, limit);
            const partitions = Array.from(
                { length: Math.max(1, Math.ceil(found.length / partitionRows)) },
                (_, index) => found.slice(index * partitionRows, (index + 1) * partitionRows)
            );
            return await Promise.resolve(resultOf([], partitions));
        },
        submit: async () => await Promise.reject(new Error('not used')),
        status: async () => await Promise.reject(new Error('not used')),
        cancel: async () => {},
        close: async () => {}
    };
    return { client, statements };
}

function keyOf([schema, name]: Row): Key {
    return [schema ?? '', name ?? ''];
}

function readerOf(client: SnowflakeClient, pageRows: number, after: Key | null = null): GroupReader {
    return new GroupReader({ client, options: {}, statement: statementOf, names: 2, pageRows }, after);
}

const names = fc.constantFrom('A', 'B', 'a', '\uFFFD', '😀', 'Ü');

test('each object is given whole, from any place on and for pages of any size', async () => {
    await fc.assert(
        fc.asyncProperty(
            fc.uniqueArray(fc.tuple(names, names, fc.integer({ min: 1, max: 7 })), {
                selector: ([schema, name]) => `${schema}.${name}`
            }),
            fc.integer({ min: 1, max: 9 }),
            async (objects, pageRows) => {
                const rows = objects.flatMap(([schema, name, columns]) =>
                    Array.from({ length: columns }, (_, at): Row => [schema, name, String(at)])
                );
                const inOrder = [...objects].sort(([a, b], [c, d]) => compareKeys([a, b], [c, d]));
                const middle = inOrder[Math.floor(inOrder.length / 2)];
                for (const after of [null, ...(middle ? [[middle[0], middle[1]]] : [])]) {
                    const reader = readerOf(viewOf(rows).client, pageRows, after);
                    for (const [schema, name, columns] of inOrder) {
                        if (after !== null && compareKeys([schema, name], after) <= 0) continue;
                        expect(await reader.take([schema, name])).toHaveLength(columns);
                    }
                }
            }
        ),
        { numRuns: 60 }
    );
});

test('what is asked for and not there is null, and what nobody asks for is passed over', async () => {
    const { client, statements } = viewOf([
        ['S', 'A', '1'],
        ['S', 'C', '1'],
        ['S', 'C', '2'],
        ['T', 'A', '1']
    ]);
    const reader = readerOf(client, 100);
    expect(await reader.take(['S', 'B'])).toBeNull();
    expect(await reader.take(['S', 'C'])).toHaveLength(2);
    expect(await reader.take(['T', 'A'])).toHaveLength(1);
    expect(await reader.take(['T', 'B'])).toBeNull();
    expect(statements).toHaveLength(1);
});

test('rows in another order than was asked for are refused', async () => {
    const { client } = viewOf([['S', 'A', '1']]);
    const rows = [
        ['S', 'B', '1'],
        ['S', 'A', '1'],
        ['S', 'C', '1']
    ];
    const mixed: SnowflakeClient = { ...client, execute: async () => await Promise.resolve(resultOf([], [rows])) };
    await expect(readerOf(mixed, 100).take(['S', 'C'])).rejects.toThrow('another order');
});

test('a query names its database in quotes, and everything else as text', () => {
    const asked = { kind: deepColumns, of: [], after: ["s'1", 'T"'], limit: 10 };
    expect(informationSchemaStatement('my "db"', asked)).toContain(
        `FROM "my ""db""".INFORMATION_SCHEMA.COLUMNS C WHERE (C.TABLE_SCHEMA > 's''1' OR (C.TABLE_SCHEMA = 's''1' AND C.TABLE_NAME > 'T"')) ORDER BY C.TABLE_SCHEMA, C.TABLE_NAME, C.ORDINAL_POSITION LIMIT 10`
    );
    expect(accountUsageStatement({ ...asked, of: ['DB'], after: ['DB'] })).toContain(
        `WHERE C.DELETED IS NULL AND C.TABLE_CATALOG IN ('DB') AND C.TABLE_CATALOG > 'DB' ORDER BY C.TABLE_CATALOG, C.TABLE_SCHEMA, C.TABLE_NAME, C.TABLE_ID, C.ORDINAL_POSITION LIMIT 10`
    );
});
