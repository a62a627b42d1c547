/** Connections by OAuth: access tokens of ten minutes, which Nango renews, and none of which is left in what a run emits. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, OAUTH, startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';

const MINUTE_MS = 60_000;

let world: World;
beforeEach(async () => {
    let nango: World['nango'] | undefined;
    world = await startWorld({
        snowflake: { now: () => nango?.clock.now() ?? Date.now() },
        fill: ({ account }) => void account.addDatabase({ name: 'SALES' })
    });
    nango = world.nango;
});
afterEach(async () => await world.close());

test('an hour later the token is another, and the sync does not notice', async () => {
    const before = world.snowflake.oauth.refreshes;
    world.nango.clock.advance(60 * MINUTE_MS);
    const result = await world.nango.runSync(OAUTH, 'databases', CONNECTION);
    expect(result.error).toBeNull();
    expect(world.snowflake.oauth.refreshes).toBeGreaterThan(before);
    expect(world.nango.records(OAUTH, CONNECTION, 'Database')).not.toEqual([]);
});

test('a token that Snowflake calls expired is renewed once, and the statement sent again', async () => {
    world.snowflake.faults.order(
        { kind: 'refuse', code: '390318', message: 'OAuth access token expired.' },
        { path: /^\/api\/v2\/statements$/ },
        1
    );
    const { output, error } = await world.nango.runAction(OAUTH, 'execute-statement', CONNECTION, {
        statement: 'SELECT 1 AS ONE'
    });
    expect(error).toBeNull();
    expect(output).toMatchObject({ state: 'succeeded', records: [{ ONE: 1 }] });
});

test('no token of a run that outlives several is left in anything that it emits', async () => {
    const renewed = world.snowflake.oauth.refreshes;
    world.setMetadata({ query: 'SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 3))', id_column: 'ID' });
    for (const name of ['databases', 'roles', 'query-results']) {
        const held = world.snowflake.faults.hold(/^(SHOW|SELECT)/);
        const running = world.nango.runSync(OAUTH, name, CONNECTION);
        await held.reached;
        // While Snowflake works on a statement, the token that it was sent with ends.
        world.nango.clock.advance(11 * MINUTE_MS);
        held.release();
        expect([name, (await running).error]).toEqual([name, null]);
    }
    // A token that Snowflake refuses, and a renewal that fails, are told without it.
    world.snowflake.faults.order({ kind: 'refuse', code: '390303', message: 'Invalid OAuth access token.' }, {}, 5);
    await world.nango.runSync(OAUTH, 'databases', CONNECTION);
    world.snowflake.oauth.enabled = false;
    await world.nango.runSync(OAUTH, 'databases', CONNECTION);
    const { issued, refreshes } = world.snowflake.oauth;
    expect(refreshes).toBeGreaterThan(renewed + 3);
    expect(new Set(issued).size).toBeGreaterThan(5);
    for (const token of issued) expect(world.nango.journal.search(token)).toEqual([]);
});
