import { expect, test } from 'vitest';
import { columnsOf, hasExactForm } from '../../../shared/query/columns.js';

const QUERY = { query: 'SELECT * FROM T', id_column: 'id' };

test('bare names are upper case, quoted ones and names that need quotes are exact', () => {
    const query = { ...QUERY, id_column: ['order_id', '"order_id"', 'order id'] };
    expect(columnsOf(query).ids).toEqual(['ORDER_ID', 'order_id', 'order id']);
    expect(hasExactForm(query)).toBe(true);
    expect(hasExactForm({ ...QUERY, id_column: 'ORDER_ID' })).toBe(false);
    expect(hasExactForm({ ...QUERY, id_column: '"id"' })).toBe(false);
});

test('each name that is a column only as it is written is taken so, on its own', () => {
    const query = { ...QUERY, id_column: ['lower', 'both'], incremental_column: 'updated_at' };
    expect(columnsOf(query, new Set(['lower', 'both', 'BOTH', 'UPDATED_AT']))).toEqual({
        ids: ['lower', 'BOTH'],
        incremental: 'UPDATED_AT'
    });
});
