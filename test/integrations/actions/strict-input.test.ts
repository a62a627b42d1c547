/** Each compiled action refuses a field that it does not know, before it asks anybody anything. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { CONNECTIONS, refusal } from './actions.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

const ACTIONS = CONNECTIONS.flatMap((integration) =>
    readdirSync(new URL(`../../../integrations/${integration}/actions`, import.meta.url)).map(
        (file) => [integration, file.replace('.ts', '')] as const
    )
);

test.each(ACTIONS)('%s: %s', async (integration, action) => {
    world.statements();
    expect(await refusal(world, integration, action, { databse: 'SALES' })).toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/databse: not known here; (known are \w+|no input is taken)/)
    });
    expect(world.statements()).toEqual([]);
});
