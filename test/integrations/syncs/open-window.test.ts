/** A metadata sync that is killed leaves Nango's tracking of deletions open: whatever comes next, nothing dropped stays. */
import { expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';

test.each(INTEGRATIONS)(
    'what a killed run saved and was dropped then goes, though the settings are others by then (%s)',
    async (integration) => {
        const world = await startWorld({
            fill: ({ account }) => {
                const schema = account.addSchema(account.addDatabase({ name: 'SALES' }), { name: 'S' });
                account.addTable(schema, { name: 'T' }, []);
            }
        });
        try {
            const { account } = world.engine;
            const ids = () => world.nango.records(integration, CONNECTION, 'Table').map(({ id }) => id);
            const { steps } = await world.nango.runSync(integration, 'tables', CONNECTION);
            for (let step = 1; step <= steps; step += 1) {
                for (const moment of ['before', 'after'] as const) {
                    const dropped = account.addTable(account.schema('SALES', 'S'), { name: `X_${step}_${moment}` }, []);
                    await world.nango.runSync(integration, 'tables', CONNECTION, { kill: { step, moment } });
                    await world.engine.drop(dropped);
                    // Says what is so anyway, and makes another walk of it.
                    world.setMetadata(
                        moment === 'before' ? { include_imported_databases: true } : { include_databases: ['sales'] }
                    );
                    expect((await world.nango.runSync(integration, 'tables', CONNECTION)).error).toBeNull();
                    expect([step, moment, ...ids()]).toEqual([step, moment, 'SALES.S.T']);
                }
            }
        } finally {
            await world.close();
        }
    }
);
