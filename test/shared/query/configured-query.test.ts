import { expect, test } from 'vitest';
import { queryFor } from '../../../shared/query/configured-query.js';

const QUERY = { query: 'SELECT 1 AS ID', id_column: 'ID' };

test('a named query runs where the settings say, unless it says so itself', () => {
    const settings = {
        warehouse: 'WH',
        timeout_seconds: 7200,
        queries: { a: QUERY, b: { ...QUERY, warehouse: 'BIG' } }
    };
    expect(queryFor(settings, 'a')).toEqual({ ...QUERY, warehouse: 'WH', timeout_seconds: 7200 });
    expect(queryFor(settings, 'b')).toEqual({ ...QUERY, warehouse: 'BIG', timeout_seconds: 7200 });
});

test('what is missing is named', () => {
    expect(() => queryFor({}, 'base')).toThrow('No query is configured');
    expect(() => queryFor({ query: 'SELECT 1 AS ID' }, 'base')).toThrow('has no id_column');
    expect(() => queryFor(QUERY, 'daily')).toThrow('No query named daily');
});
