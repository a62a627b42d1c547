import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareNames, likePattern, quote } from '../../src/engine/names.js';
import { shownName, storedName } from '../../src/engine/stored-names.js';
import { splitStatements } from '../../src/engine/tokens.js';
import { ODD_NAMES } from '../../src/engine/sample-account.js';
import { fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;

beforeAll(async () => {
    f = await fixture();
});

afterAll(() => f.engine.close());

const anyName = fc
    .oneof(
        fc.constantFrom(...ODD_NAMES),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
        fc.string({
            unit: fc.constantFrom('a', 'A', '.', '"', ' ', '%', '_', "'", '\\', ';', '-', '$', '?', ':', '1'),
            minLength: 1,
            maxLength: 12
        })
    )
    .filter((name) => name.isWellFormed() && !name.includes('\0'));

test('a quoted name comes back as it is from every statement', async () => {
    await fc.assert(
        fc.asyncProperty(anyName, anyName, anyName, anyName, async (database, schema, table, column) => {
            const path = [database, schema, table].map(quote).join('.');
            await f.run(`CREATE OR REPLACE DATABASE ${quote(database)}`);
            await f.run(`CREATE OR REPLACE SCHEMA ${quote(database)}.${quote(schema)}`);
            await f.run(`CREATE TABLE ${path} (${quote(column)} VARCHAR)`);
            await f.run(`INSERT INTO ${path} (${quote(column)}) VALUES ('x')`);
            const selected = await f.run(
                `SELECT ${quote(column)}, t.${quote(column)} AS ${quote(table)} FROM ${path} t`
            );
            expect(selected.columns.map((c) => c.name)).toEqual([column, table]);
            expect(selected.rows).toEqual([['x', 'x']]);
            const container = `${quote(database)}.${quote(schema)}`;
            expect(await f.names(`SHOW TABLES IN SCHEMA ${container}`)).toEqual([table]);
            expect(await f.names(`SHOW COLUMNS IN TABLE ${path}`, 'column_name')).toEqual([column]);
            await f.run(`DROP DATABASE ${quote(database)}`);
        }),
        { numRuns: 60 }
    );
});

test('an unquoted name is folded to upper case, a quoted one is another name', async () => {
    await f.run('USE SCHEMA DB.PUBLIC');
    await f.run('CREATE TABLE mixed ("a" INT, A INT)');
    await f.run('CREATE TABLE "mixed" (b INT)');
    await f.run('INSERT INTO Mixed VALUES (1, 2)');
    const result = await f.run(
        'SELECT a, "a", MIXED.A AS "Alias", alias FROM (SELECT *, 3 AS alias FROM mixed) AS mixed'
    );
    expect(result.columns.map((c) => c.name)).toEqual(['A', 'a', 'Alias', 'ALIAS']);
    expect(result.rows).toEqual([['2', '1', '2', '3']]);
    expect((await f.run('SELECT * FROM "mixed"')).columns.map((c) => c.name)).toEqual(['B']);
    expect(await f.refusal('SELECT * FROM "Mixed"')).toBe('002003');
    expect(await f.refusal('SELECT "b" FROM "mixed"')).toBe('000904');
});

test('an expression without an alias is named by its text in upper case', async () => {
    const result = await f.run(`SELECT count(*), max(1) + 1, 'x', current_role() FROM (SELECT 1)`);
    expect(result.columns.map((c) => c.name)).toEqual(['COUNT(*)', 'MAX(1) + 1', "'X'", 'CURRENT_ROLE()']);
});

test('names in the store are apart whenever they differ, whatever their case', () => {
    fc.assert(
        fc.property(anyName, anyName, (left, right) => {
            expect(shownName(storedName(left))).toBe(left);
            const same = storedName(left).toLowerCase() === storedName(right).toLowerCase();
            const asciiSame = left === right;
            if (/^[\0-\x7f]*$/.test(left + right)) expect(same).toBe(asciiSame);
        })
    );
});

test('names sort by their UTF-8 bytes', () => {
    fc.assert(
        fc.property(anyName, anyName, (left, right) => {
            expect(Math.sign(compareNames(left, right))).toBe(
                Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)))
            );
        })
    );
});

test('an escaped name is a LIKE pattern for itself', () => {
    fc.assert(
        fc.property(anyName, (name) => {
            expect(likePattern(name.replaceAll(/[\\%_]/g, String.raw`\$&`))(name)).toBe(true);
            expect(likePattern('%')(name)).toBe(true);
        })
    );
});

test('semicolons split statements only where they end one', () => {
    expect(splitStatements(`SELECT ';' ; SELECT ";" -- ;\n; /* ; */ SELECT $$;$$;;`)).toEqual([
        `SELECT ';'`,
        `SELECT ";"`,
        'SELECT $$;$$'
    ]);
    expect(splitStatements('BEGIN; SELECT 1; COMMIT')).toEqual(['BEGIN', 'SELECT 1', 'COMMIT']);
    expect(splitStatements('BEGIN SELECT 1; SELECT 2; END; SELECT 3')).toEqual([
        'BEGIN SELECT 1; SELECT 2; END',
        'SELECT 3'
    ]);
    expect(splitStatements(' -- nothing\n')).toEqual([]);
});
