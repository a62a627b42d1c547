/**
 * Two runs of one sync at once, as where a runner is taken for dead and goes on: the first one stands still behind each of
 * its steps until others have ended. Whatever comes of it, nothing that is there is deleted, and the next run has it all.
 */
import { expect, test } from 'vitest';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { standing } from '../../support/executions.js';
import { IS_WHOLE, STRIDE } from '../../support/thinned.js';
import { ORDERS } from './orders.js';

const CONNECTIONS = IS_WHOLE ? INTEGRATIONS : [KEY_PAIR];
/** More than any of these runs has. */
const MOST_STEPS = 60;

type Cuts = Parameters<World['nango']['runSync']>[3];
type Runs = (cuts?: Cuts) => Promise<ExecutionResult>;

function runsOf({ nango }: World, integration: string, sync: string): Runs {
    return async (cuts = {}) => await nango.runSync(integration, sync, CONNECTION, cuts);
}

/** Either it was first, or it says that it was not. */
function expectTold(first: ExecutionResult, step: number): void {
    if (first.status !== 'success') expect([step, first.error?.payload['code']]).toEqual([step, 'overtaken']);
}

const DATABASES = ['A', 'B', 'C'];
const STAYS = DATABASES.map((name) => `${name}.S.STAYS`);

test.each(
    CONNECTIONS.flatMap((integration) =>
        ['come to their end', 'come to their end, and to half of another'].map(
            (others) => [integration, others] as const
        )
    )
)(
    '%s: tables stay while other runs %s, and go when they are dropped',
    { timeout: 120_000 },
    async (integration, others) => {
        const hasThird = others !== 'come to their end';
        const world = await startWorld({
            fill: ({ account }) => {
                for (const name of DATABASES) {
                    const schema = account.addSchema(account.addDatabase({ name }), { name: 'S' });
                    account.addTable(schema, { name: 'STAYS' }, []);
                }
            }
        });
        try {
            const { account } = world.engine;
            const run = runsOf(world, integration, 'tables');
            const ids = (): string[] => world.nango.records(integration, CONNECTION, 'Table').map(({ id }) => id);
            let step = 1;
            for (; step < MOST_STEPS; step += 1) {
                const dropped = account.addTable(account.schema('A', 'S'), { name: `GOES_${step}` }, []);
                await run();
                const first = await standing(run, step, async () => {
                    expect((await run()).error).toBeNull();
                    if (hasThird) await run({ kill: { step: 7, moment: 'after' } });
                });
                if (first === null) break;
                expectTold(first, step);
                expect([step, ...ids().sort()]).toEqual([step, `A.S.GOES_${step}`, ...STAYS]);
                await world.engine.drop(dropped);
                expect((await run()).error).toBeNull();
                // What the third one had saved before its end counts as seen in the run that goes on with it.
                if (hasThird) await run();
                expect([step, ...ids().sort()]).toEqual([step, ...STAYS]);
            }
            expect(step).toBeGreaterThan(10);
        } finally {
            await world.close();
        }
    }
);

test.each(
    CONNECTIONS.flatMap((integration) => [[integration, 'anew'] as const, [integration, 'by UPDATED_AT'] as const])
)(
    '%s: a query that is read %s gives the rows as they are, whichever run was last',
    { timeout: 120_000 },
    async (integration, how) => {
        const isAnew = how === 'anew';
        const pieces = { firstBytes: 1e9, laterBytes: 1e9, rows: 4 };
        const world = await startWorld({ snowflake: { partitions: pieces, chunks: pieces } });
        try {
            const session = world.engine.openSession(USER, { warehouse: 'NANGO_WH' });
            const set = async (which: string, amount: number): Promise<void> =>
                void (await session.execute(
                    `UPDATE SALES.PUBLIC.ORDERS SET AMOUNT = ${amount}, UPDATED_AT = '2025-01-01 00:0${amount}:00' WHERE ID IN (${which})`
                ));
            await session.execute('CREATE DATABASE SALES');
            world.setMetadata({ ...ORDERS, ...(!isAnew && { incremental_column: 'UPDATED_AT' }) });
            const run = runsOf(world, integration, 'query-results');
            let step = 1;
            for (; step < MOST_STEPS; step += step < 6 ? 1 : STRIDE) {
                await session.execute(
                    `CREATE OR REPLACE TABLE SALES.PUBLIC.ORDERS AS SELECT SEQ4() AS ID, 1 AS AMOUNT, '2025-01-01'::TIMESTAMP_NTZ AS UPDATED_AT FROM TABLE(GENERATOR(ROWCOUNT => 9))`
                );
                for (const connection of world.nango.connections.list(CONNECTION)) {
                    world.nango.resetSync(connection, 'query-results', 'base');
                    world.nango.recordStore.deleteConnection(connection.id);
                }
                await run();
                await set('0, 1, 2, 3, 4, 5, 6', 2);
                const first = await standing(run, step, async () => {
                    await set('1, 6', 3);
                    expect((await run()).error).toBeNull();
                    await set('4', 4);
                    expect((await run()).error).toBeNull();
                });
                if (first === null) break;
                expectTold(first, step);
                if (isAnew) await session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID = 8');
                expect((await run()).error).toBeNull();
                const records = world.nango.records(integration, CONNECTION, 'QueryResult');
                const amounts = new Map(records.map(({ id, row_data: row }) => [id, Number(Object(row).AMOUNT)]));
                const found = [...amounts.keys()].sort().map((id) => amounts.get(id));
                expect([step, found]).toEqual([step, [2, 3, 2, 2, 4, 2, 3, 1, ...(isAnew ? [] : [1])]]);
            }
            expect(step).toBeGreaterThan(7);
        } finally {
            await world.close();
        }
    }
);
