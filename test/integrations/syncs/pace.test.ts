/** An account that answers only so many requests a second is asked as often as it answers, and everything is found. */
import { expect, test, vi } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';

const DATABASES = 120;

test.each(INTEGRATIONS)(
    'at 2 requests a second no more than a tenth of them is sent twice (%s)',
    async (integration) => {
        let now: () => number = Date.now;
        const world = await startWorld({
            nango: { waits: 'none' },
            snowflake: { now: () => now() },
            fill: ({ account }) => {
                for (let n = 0; n < DATABASES; n += 1) account.addDatabase({ name: `D${n}` });
            }
        });
        try {
            now = () => world.nango.clock.now();
            world.snowflake.faults.limitRate({ perSecond: 2 });
            const before = world.nango.clock.now();
            const result = await world.nango.runSync(integration, 'schemas', CONNECTION);
            expect(result.error).toBeNull();
            expect(result.counts['Schema']).toMatchObject({ added: DATABASES });
            const sent = world.snowflake.requests.filter(({ statement }) => statement?.startsWith('SHOW'));
            expect(sent.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
            expect(sent.length).toBeLessThanOrEqual((DATABASES + 2) * 1.1);
            expect(world.nango.clock.now() - before).toBeLessThan(DATABASES * 1000);
        } finally {
            await world.close();
        }
    }
);

test.each([
    [1, []],
    [2, ['SHOW SCHEMAS IN DATABASE "C"']]
])('with requests_at_once %d, beside the one under way are asked %j', async (requests_at_once, beside) => {
    const world = await startWorld({
        fill: ({ account }) => {
            for (const name of ['A', 'B', 'C', 'D', 'E']) account.addDatabase({ name });
        }
    });
    try {
        world.setMetadata({ requests_at_once });
        const hold = world.snowflake.faults.hold('IN DATABASE "B"');
        const running = world.nango.runSync(KEY_PAIR, 'schemas', CONNECTION);
        await hold.reached;
        const askedFor = (name: string): boolean =>
            world.snowflake.requests.some(({ statement }) => statement?.endsWith(`"${name}"`) === true);
        if (beside.length > 0) await vi.waitUntil(() => askedFor('C'));
        // Turns of the event loop enough for others to come, if any were sent.
        for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        expect(world.statements().slice(3)).toEqual(beside);
        hold.release();
        expect((await running).counts['Schema']).toMatchObject({ added: 5 });
    } finally {
        await world.close();
    }
});
