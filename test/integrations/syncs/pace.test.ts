/** An account that answers only so many requests a second is asked as often as it answers, and everything is found. */
import { expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';

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
