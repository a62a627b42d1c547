import { expect, test } from 'vitest';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';

test('every function of an export destination bears every fault', { timeout: MATRIX_TIMEOUT_MS }, async () => {
    expect(await wrongCells('Export destinations', ['qlik-export', 'power-bi-export', 'postgresql-export'])).toEqual(
        []
    );
});
