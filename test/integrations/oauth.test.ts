/**
 * Connections by OAuth: consent in the browser, and access tokens of ten minutes, which Nango renews, and none of which
 * is left in what a run emits.
 */
import { Nango } from '@nangohq/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE_MS } from 'stand-in-base/clock.js';
import { z } from 'zod';

import { snowflake as snowflakeClient } from '../../client/index.js';
import { CONNECTION, OAUTH, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

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

/** As a browser: the page that opened the popup listens, and the popup signs in at Snowflake and comes back. */
async function consentInBrowser(answer: 'allow' | 'deny'): Promise<unknown> {
    const { nango, snowflake } = world;
    snowflake.oauth.redirectUri = `${nango.url}/oauth/callback`;
    const session = await snowflakeClient(new Nango({ secretKey: nango.secretKey, host: nango.url })).connectSession({
        integration: OAUTH,
        account: 'myorg-myaccount',
        endUser: { id: 'u1' },
        organization: { id: 'acme' }
    });
    const page = new WebSocket(nango.url.replace('http', 'ws'));
    const heard: unknown[] = [];
    const next = async (): Promise<unknown> => {
        const { data } = await new Promise<MessageEvent>((resolve) => {
            page.addEventListener('message', resolve, { once: true });
        });
        return JSON.parse(String(data));
    };
    const hello = z.object({ ws_client_id: z.string() }).parse(await next());
    const told = next().then((message) => heard.push(message));
    const query = `connect_session_token=${session.token}&ws_client_id=${hello.ws_client_id}`;
    const form = await fetch(`${nango.url}/oauth/connect/${OAUTH}?${query}`);
    expect(await form.text()).toContain('Sign in to Snowflake');
    const body = new URLSearchParams({ username: USER, password: world.typed.password, answer });
    const back = await fetch(form.url, { method: 'POST', body });
    expect(await back.text()).toContain('You can close this window');
    await told;
    page.close();
    return heard[0];
}

test('a customer signs in at Snowflake and consents, and is connected', async () => {
    world.engine.account.addRole({ name: 'READER' });
    world.engine.account.grantRole('READER', { kind: 'USER', name: USER });
    world.engine.account.user(USER).defaultRole = 'READER';
    const told = z
        .object({ message_type: z.literal('success'), connection_id: z.string() })
        .parse(await consentInBrowser('allow'));
    const { output, error } = await world.nango.runAction(OAUTH, 'test-connection', told.connection_id, {});
    expect(error).toBeNull();
    expect(output).toMatchObject({
        checks: expect.arrayContaining([expect.objectContaining({ name: 'sign_in', ok: true })])
    });
});

test('a customer who denies it is told so', async () => {
    expect(await consentInBrowser('deny')).toMatchObject({ message_type: 'error', error_type: 'callback_err' });
});
