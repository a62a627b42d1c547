import { expect, test } from 'vitest';
import { ACCESS_TOKEN, OAUTH } from '../../../local/world.js';
import { wrongCells, MATRIX_TIMEOUT_MS } from './check.js';
import { OF_A_BEARER } from './part.js';

test.each([
    ['Programmatic access token', ACCESS_TOKEN],
    ['OAuth', OAUTH]
])(
    'one function of each kind bears every fault of a sign-in: %s',
    { timeout: MATRIX_TIMEOUT_MS },
    async (title, way) => {
        const isOf = (integration: string): boolean => integration === way;
        expect(await wrongCells(title, isOf, ({ name }) => OF_A_BEARER.test(name))).toEqual([]);
    }
);
