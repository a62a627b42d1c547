import { expect, test } from 'vitest';
import { WAYS } from '../../../local/world.js';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';

const isSnowflake = (integration: string): boolean => WAYS.some((each) => each === integration);

test('every function of an export destination bears every fault', { timeout: MATRIX_TIMEOUT_MS }, async () => {
    expect(await wrongCells('Export destinations', (integration) => !isSnowflake(integration))).toEqual([]);
});
