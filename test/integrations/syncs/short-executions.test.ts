/** Executions that die after a few requests, each time: every one gets further, and the last one ends as if none had died. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { usageOf } from 'snowflake-stand-in/engine/system-views/account-usage.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { KIND_SYNCS } from '../../support/functions.js';

const REQUESTS = 4;
const USERS_WITH_ROLES = { include_user_roles: true };
/** By SHOW alone, and where `read_with` asks for queries: they need more requests before their first record. */
const READINGS = [
    ...KIND_SYNCS.map(({ name }) => [name, 'SHOW'] as const),
    ['columns', 'information_schema'],
    ['columns', 'account_usage'],
    ['roles', 'account_usage']
] as const;

const DAY_MS = 24 * 3_600_000;

let world: World;
beforeAll(async () => {
    let now = Date.UTC(2026, 10, 26, 12);
    world = await startWorld({
        engine: { now: () => now },
        fill: ({ account }) => {
            account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
            for (const name of ['A', 'B', 'C', 'D', 'E']) {
                const schema = account.schema(account.addDatabase({ name }).name, 'PUBLIC');
                account.addTable(schema, { name: 'T' }, [{ name: 'ID', type: 'NUMBER(38,0)' }]);
                account.addView(schema, { name: 'V', text: 'create view V as select 1' }, []);
            }
            for (let n = 0; n < 12; n += 1) account.addRole({ name: `ROLE_${n}` });
            for (let n = 1; n < 12; n += 1) {
                account.grantRole(`ROLE_${n}`, { kind: 'ROLE', name: `ROLE_${Math.floor((n - 1) / 3)}` });
            }
            for (let n = 0; n < 9; n += 1) {
                account.addUser({ name: `USER_${n}` });
                account.grantRole(`ROLE_${n}`, { kind: 'USER', name: `USER_${n}` });
            }
        }
    });
    // ACCOUNT_USAGE comes late.
    now += DAY_MS;
    usageOf(world.engine.account).catchUp();
});
beforeEach(() => {
    world.setMetadata(USERS_WITH_ROLES);
});
afterAll(async () => {
    await world.close();
});

function contentOf(integration: string, model: string): string[] {
    return world.nango
        .records(integration, CONNECTION, model)
        .map((record) => JSON.stringify({ ...record, _nango_metadata: null }))
        .sort();
}

test.each(INTEGRATIONS.flatMap((integration) => READINGS.map((reading) => [integration, ...reading] as const)))(
    '%s %s by %s gets further with each',
    async (integration, sync, source) => {
        if (source !== 'SHOW') world.setMetadata({ ...USERS_WITH_ROLES, read_with: { source, warehouse: 'NANGO_WH' } });
        const base = await world.nango.runSync(integration, sync, CONNECTION);
        expect(base.error).toBeNull();
        expect(base.logs.filter(({ message }) => message.includes('SHOW is used instead'))).toEqual([]);
        const [model = ''] = Object.keys(base.counts);
        const content = (): string[] => contentOf(integration, model);
        const expected = content();
        const connection = world.nango.connections.find(integration, CONNECTION);
        if (!connection) throw new Error('No connection');
        world.nango.resetSync(connection, sync, 'base');
        world.nango.recordStore.deleteConnection(connection.id);
        let last = await world.nango.runSync(integration, sync, CONNECTION, { killAfterRequests: REQUESTS });
        let executions = 1;
        for (; last.status === 'killed' && executions < 40; executions += 1) {
            last = await world.nango.runSync(integration, sync, CONNECTION, { killAfterRequests: REQUESTS });
        }
        expect([last.status, last.error]).toEqual(['success', null]);
        expect(content()).toEqual(expected);
    }
);

const MANY_ROLES = 700;

test.each(INTEGRATIONS)('a run that is cut off and goes on asks for at most 2 % more (%s)', async (integration) => {
    const large = await startWorld({
        fill: ({ account }) => {
            for (let n = 0; n < MANY_ROLES; n += 1) {
                account.addRole({ name: `ROLE_${n}` });
                if (n > 0) account.grantRole(`ROLE_${n}`, { kind: 'ROLE', name: `ROLE_${Math.floor((n - 1) / 5)}` });
            }
        }
    });
    try {
        const whole = await large.nango.runSync(integration, 'roles', CONNECTION);
        expect([whole.error, whole.requests.length > MANY_ROLES]).toEqual([null, true]);
        const half = { killAfterRequests: MANY_ROLES / 2 };
        expect((await large.nango.runSync(integration, 'roles', CONNECTION, half)).status).toBe('killed');
        const rest = await large.nango.runSync(integration, 'roles', CONNECTION);
        expect([rest.error, rest.counts['Role']?.updated]).toEqual([null, 0]);
        expect(MANY_ROLES / 2 + rest.requests.length).toBeLessThanOrEqual(whole.requests.length * 1.02);
    } finally {
        await large.close();
    }
});

const AnswerSchema = z.looseObject({
    resultSetMetaData: z.looseObject({ rowType: z.array(z.looseObject({ name: z.string() })) }),
    data: z.array(z.array(z.string().nullable()))
});

/** Each role has one more than any listing shows. */
function withMoreCounted(text: string): string {
    const answer = AnswerSchema.parse(JSON.parse(text));
    const at = answer.resultSetMetaData.rowType.findIndex(({ name }) => name === 'granted_roles');
    const data = answer.data.map((row) => row.map((cell, index) => (index === at ? String(Number(cell) + 1) : cell)));
    return JSON.stringify({ ...answer, data });
}

test.each([20, 80])(
    'where counts say more than is shown, %d roles are found all the same, by executions of any length',
    async (count) => {
        const odd = await startWorld({
            fill: ({ account }) => {
                for (let n = 0; n < count; n += 1) {
                    account.addRole({ name: `ROLE_${n}` });
                    if (n > 0)
                        account.grantRole(`ROLE_${n}`, { kind: 'ROLE', name: `ROLE_${Math.floor((n - 1) / 5)}` });
                }
            }
        });
        try {
            const edges = (): unknown[] =>
                odd.nango
                    .records(KEY_PAIR, CONNECTION, 'Role')
                    .map(({ id, parent_roles, child_roles, users }) => ({ id, parent_roles, child_roles, users }))
                    .sort((a, b) => (a.id < b.id ? -1 : 1));
            expect((await odd.nango.runSync(KEY_PAIR, 'roles', CONNECTION)).error).toBeNull();
            const expected = edges();
            odd.snowflake.faults.order({ kind: 'rewrite', change: withMoreCounted }, { statement: 'SHOW ROLES' }, 1000);
            expect((await odd.nango.runSync(KEY_PAIR, 'roles', CONNECTION)).error).toBeNull();
            expect(edges()).toEqual(expected);
            const connection = odd.nango.connections.find(KEY_PAIR, CONNECTION);
            if (!connection) throw new Error('No connection');
            odd.nango.resetSync(connection, 'roles', 'base');
            odd.nango.recordStore.deleteConnection(connection.id);
            let last = await odd.nango.runSync(KEY_PAIR, 'roles', CONNECTION, { killAfterRequests: 12 });
            for (let executions = 1; last.status === 'killed' && executions < 60; executions += 1) {
                last = await odd.nango.runSync(KEY_PAIR, 'roles', CONNECTION, { killAfterRequests: 12 });
            }
            expect([last.status, last.error]).toEqual(['success', null]);
            expect(edges()).toEqual(expected);
        } finally {
            await odd.close();
        }
    }
);
