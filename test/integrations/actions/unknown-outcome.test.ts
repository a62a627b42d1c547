/** A statement whose answer was lost: asked again where Snowflake knows it by its request id, and never called undone. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions.js';

const PLACE = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };
const INSERT = 'INSERT INTO T VALUES (1)';

let world: World;
beforeAll(async () => {
    world = await startWorld({
        nango: { waits: 'none' },
        fill: ({ account }) => void account.addDatabase({ name: 'APP' })
    });
});
afterEach(() => world.snowflake.faults.clear());
afterAll(async () => await world.close());

const LOST = [
    ['drop-after', { kind: 'drop-after' }],
    ['cut-body', { kind: 'cut-body' }]
] as const;

/** Of either protocol: one row is announced, and none is there. */
const withoutRows = (text: string): string => text.replace(/"(data|rowset)":\[\[.*?\]\]/, '"$1":[]');

const inserted = (): number => world.engine.history.filter((statement) => statement === INSERT).length;

describe.each(CONNECTIONS)('%s', (integration) => {
    beforeAll(async () => {
        await act(world, integration, 'execute-statement', {
            ...PLACE,
            statement: 'CREATE OR REPLACE TABLE T (N NUMBER(38,0))'
        });
    });

    test.each(LOST)(
        'an INSERT whose answer is lost once (%s) runs once, and its answer comes',
        async (_what, fault) => {
            const before = inserted();
            world.snowflake.faults.order(fault, { statement: /INSERT/ });
            expect(await act(world, integration, 'execute-statement', { ...PLACE, statement: INSERT })).toMatchObject({
                rows_changed: 1
            });
            expect(inserted() - before).toBe(1);
        }
    );

    test.each(LOST)('an INSERT whose answer never comes (%s) may have run, and that is said', async (_what, fault) => {
        const before = inserted();
        world.snowflake.faults.order(fault, { statement: /INSERT/ }, 1000);
        const said = await refusal(world, integration, 'execute-statement', { ...PLACE, statement: INSERT });
        expect(said).toMatchObject({
            code: 'outcome_unknown',
            message: expect.stringMatching(/may have run.*QUERY_HISTORY/)
        });
        expect(said.message).not.toMatch(/Nothing is lost|run it again in/);
        expect(inserted() - before).toBe(1);
    });

    test('an INSERT whose answer cannot be read has run, and nobody is told to run it again', async () => {
        const before = inserted();
        world.snowflake.faults.order({ kind: 'rewrite', change: withoutRows }, { statement: /INSERT/ });
        const said = await refusal(world, integration, 'execute-statement', { ...PLACE, statement: INSERT });
        expect(said).toMatchObject({ code: 'outcome_unknown', message: expect.stringMatching(/may have run/) });
        expect(said.message).not.toMatch(/Nothing is lost|Run it again;/);
        expect(inserted() - before).toBe(1);
    });

    test('a SELECT whose answer never comes is simply to be run again', async () => {
        world.snowflake.faults.order({ kind: 'drop-after' }, { statement: /SELECT 7/ }, 1000);
        expect(
            await refusal(world, integration, 'execute-statement', { ...PLACE, statement: 'SELECT 7' })
        ).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/run it again/) });
    });

    test('an INSERT that never left did not run', async () => {
        world.nango.network.failLookups(/snowflakecomputing/, 1000);
        const said = await refusal(world, integration, 'execute-statement', { ...PLACE, statement: INSERT });
        world.nango.network.failLookups(/./, 0);
        expect(said.code).toBe('unavailable');
    });

    test('an INSERT that Snowflake refuses after an answer was lost is refused', async () => {
        world.snowflake.faults.order({ kind: 'drop-before' }, { statement: /INSERT INTO NOPE/ });
        expect(
            await refusal(world, integration, 'execute-statement', {
                ...PLACE,
                statement: 'INSERT INTO NOPE VALUES (1)'
            })
        ).toMatchObject({ code: 'object_not_found' });
    });
});
