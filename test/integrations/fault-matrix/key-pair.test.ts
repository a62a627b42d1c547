import { expect, test } from 'vitest';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';

test('every function of a key-pair connection bears every fault', { timeout: MATRIX_TIMEOUT_MS }, async () => {
    expect(await wrongCells('Key pair', ['snowflake-jwt'])).toEqual([]);
});
