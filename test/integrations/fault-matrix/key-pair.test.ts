import { expect, test } from 'vitest';
import { KEY_PAIR } from '../../../local/world.js';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';

test('every function of a key-pair connection bears every fault', { timeout: MATRIX_TIMEOUT_MS }, async () => {
    expect(await wrongCells('Key pair', (integration) => integration === KEY_PAIR)).toEqual([]);
});
