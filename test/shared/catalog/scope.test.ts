import { expect, test } from 'vitest';
import { databaseKind } from '../../../shared/catalog/database-kind.js';
import { scopeOf } from '../../../shared/catalog/scope.js';
import { parseSettings } from '../../../shared/settings/settings.js';

test('by default system and personal databases and INFORMATION_SCHEMA are left out, imported ones are not', () => {
    const scope = scopeOf({});
    expect(scope.includesDatabase('SALES', 'standard')).toBe(true);
    expect(scope.includesDatabase('SHARED', 'imported')).toBe(true);
    expect(scope.includesDatabase('SNOWFLAKE', 'system')).toBe(false);
    expect(scope.includesDatabase('USER$ANN', 'personal')).toBe(false);
    expect(scope.includesSchema('SALES', 'INFORMATION_SCHEMA')).toBe(false);
});

test.each([
    ['sales', 'SALES', true],
    ['SALES_*', 'sales_eu', true],
    ['SALES_*', 'SALES', false],
    ['*', 'anything.at all', true],
    ['"sales"', 'SALES', false],
    ['"a*b"', 'aXb', false],
    ['a.b', 'a.b', null],
    ['"a.b"', 'a.b', true],
    ['A[1]', 'A[1]', true]
])('the database pattern %s on %s: %j', (pattern, name, included) => {
    const settings = { include_databases: [pattern] };
    if (included === null) expect(() => parseSettings(settings)).toThrow(/include_databases\.0/);
    else expect(scopeOf(parseSettings(settings)).includesDatabase(name, 'standard')).toBe(included);
});

test('schemas are chosen by qualified name, as text or as an object', () => {
    const scope = scopeOf(
        parseSettings({ schemas: ['SALES.PUBLIC', '"my.db"."my.schema"', { database: 'FINANCE', schema: '*' }] })
    );
    expect(scope.includesSchema('SALES', 'PUBLIC')).toBe(true);
    expect(scope.includesSchema('SALES', 'OTHER')).toBe(false);
    expect(scope.includesSchema('my.db', 'my.schema')).toBe(true);
    expect(scope.includesSchema('FINANCE', 'LEDGER')).toBe(true);
    expect(scope.includesDatabase('HR', 'standard')).toBe(false);
    expect(scope.includesDatabase('my.db', 'standard')).toBe(true);
});

test('what is excluded stays out even where it is included', () => {
    const scope = scopeOf(parseSettings({ include_databases: ['SALES'], exclude_schemas: ['SALES.TMP_*'] }));
    expect(scope.includesSchema('SALES', 'TMP_1')).toBe(false);
    expect(scope.includesSchema('SALES', 'PUBLIC')).toBe(true);
});

test.each([
    [{ include_databases: 'SALES' }, /include_databases/],
    [{ schemas: ['PUBLIC'] }, /schemas\.0/],
    [{ include_user_roles: 'yes' }, /include_user_roles/],
    [{ include_databasess: [] }, /include_databasess/],
    [{ timeout_seconds: 0 }, /timeout_seconds/],
    [{ queries: { daily: { query: 'SELECT 1', id_column: '' } } }, /queries\.daily\.id_column/],
    [{ queries: { daily: { query: 'SELECT 1' } } }, /queries\.daily\.id_column/]
])('the wrong setting %j is refused by its name', (settings, message) => {
    expect(() => parseSettings(settings)).toThrow(message);
});

test('an empty text, an empty list and null mean unset, as a form sends them', () => {
    const settings = parseSettings({
        include_databases: [],
        exclude_databases: null,
        include_schemas: [],
        schemas: [],
        role: '',
        warehouse: ' ',
        query: '',
        id_column: [],
        binds: [],
        timeout_seconds: null,
        queries: { daily: { query: 'SELECT 1 AS ID', id_column: 'ID', incremental_column: '', role: '' } }
    });
    expect(settings).toEqual({ queries: { daily: { query: 'SELECT 1 AS ID', id_column: 'ID' } } });
    expect(scopeOf(settings).includesDatabase('SALES', 'standard')).toBe(true);
    expect(scopeOf(settings).includesSchema('SALES', 'PUBLIC')).toBe(true);
});

test('a null among the binds is a value', () => {
    expect(parseSettings({ binds: [null, ''] })).toEqual({ binds: [null, ''] });
});

test("the app's own metadata passes", () => {
    expect(parseSettings({ plan: 'pro', snowflake: { account: 'X' } })).toEqual({});
    expect(parseSettings(null)).toEqual({});
});

test.each([
    ['SNOWFLAKE', 'APPLICATION', 'SNOWFLAKE.ACCOUNT_USAGE', 'system'],
    ['SNOWFLAKE', '', '', 'system'],
    ['SALES', 'STANDARD', '', 'standard'],
    ['SHARED', 'IMPORTED DATABASE', 'ORG.SHARE', 'imported'],
    ['SHARED', null, 'ORG.SHARE', 'imported'],
    ['USER$ANN', 'PERSONAL DATABASE', '', 'personal'],
    ['USER$ANN', 'STANDARD', '', 'standard'],
    ['DROPPED_USER$ANN', 'STANDARD', '', 'personal'],
    ['MY_APP', 'APPLICATION', '', 'system']
])('%s of kind %j from %j is %s', (name, kind, origin, expected) => {
    expect(databaseKind(name, kind, origin)).toBe(expected);
});
