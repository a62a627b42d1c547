import { expect, test } from 'vitest';
import { PASSWORD } from '../../../local/world.js';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';

test('every function of a password connection bears every fault', { timeout: MATRIX_TIMEOUT_MS }, async () => {
    expect(await wrongCells('Password', (integration) => integration === PASSWORD)).toEqual([]);
});
