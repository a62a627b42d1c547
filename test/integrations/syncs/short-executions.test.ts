/** Executions that die after a few requests, each time: every one gets further, and the last one ends as if none had died. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { DAY_MS } from 'stand-in-base/clock.js';
import { PLAIN_KINDS } from 'snowflake-stand-in/engine/kinds/index.js';
import { usageOf } from 'snowflake-stand-in/engine/system-views/account-usage.js';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld, WAYS } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { KIND_SYNCS } from '../../support/functions.js';
import { IS_WHOLE } from '../../support/thinned.js';

const REQUESTS = 4;
const MOST_EXECUTIONS = 60;
const USERS_WITH_ROLES = { include_user_roles: true };
/** By SHOW alone, and where `read_with` asks for queries: they need more requests before their first record. */
const READINGS = [
    ...KIND_SYNCS.map(({ name }) => [name, 'SHOW'] as const),
    ['columns', 'information_schema'],
    ['columns', 'account_usage'],
    ['roles', 'account_usage']
] as const;

let world: World;
beforeAll(async () => {
    let now = Date.UTC(2026, 10, 26, 12);
    world = await startWorld({
        nango: { waits: 'none' },
        engine: { now: () => now },
        fill: ({ account }) => {
            account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
            for (const name of ['A', 'B', 'C', 'D', 'E']) {
                const schema = account.schema(account.addDatabase({ name }).name, 'PUBLIC');
                account.addTable(schema, { name: 'T' }, [{ name: 'ID', type: 'NUMBER(38,0)' }]);
                account.addView(schema, { name: 'V', text: 'create view V as select 1' }, []);
                for (const kind of PLAIN_KINDS) kind.addSample(account, schema);
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

function contentOf({ nango }: World, integration: string, model: string): string[] {
    return nango
        .records(integration, CONNECTION, model)
        .map((record) => JSON.stringify({ ...record, _nango_metadata: null }))
        .sort();
}

test.each(INTEGRATIONS.flatMap((integration) => READINGS.map((reading) => [integration, ...reading] as const)))(
    '%s %s by %s gets further with each',
    async (integration, sync, source) => {
        if (source !== 'SHOW') world.setMetadata({ ...USERS_WITH_ROLES, read_with: { source, warehouse: 'NANGO_WH' } });
        expect(await stuckOnes(world, integration, sync)).toEqual([]);
    }
);

/** As if the sync had never run. */
function forget({ nango }: World, integration: string, sync: string): void {
    const connection = nango.connections.get(integration, CONNECTION);
    nango.resetSync(connection, sync, 'base');
    nango.recordStore.deleteConnection(connection.id);
}

/** A whole run, then one that is killed after so many requests, again and again. Those that do not end, or not as the whole. */
async function stuckOnes(
    of: World,
    integration: string,
    sync: string,
    lives: readonly number[] = [REQUESTS]
): Promise<string[]> {
    const { nango } = of;
    forget(of, integration, sync);
    const base = await nango.runSync(integration, sync, CONNECTION);
    expect(base.error).toBeNull();
    expect(base.logs.filter(({ message }) => message.includes('SHOW is used instead'))).toEqual([]);
    const [model = ''] = Object.keys(base.counts);
    const expected = contentOf(of, integration, model);
    expect(expected.length).toBeGreaterThan(0);
    const stuck: string[] = [];
    for (const killAfterRequests of lives) {
        forget(of, integration, sync);
        let last = await nango.runSync(integration, sync, CONNECTION, { killAfterRequests });
        let executions = 1;
        for (; last.status === 'killed' && executions < MOST_EXECUTIONS; executions += 1) {
            last = await nango.runSync(integration, sync, CONNECTION, { killAfterRequests });
        }
        expect(last.requests.length).toBeLessThanOrEqual(killAfterRequests);
        const isSame = JSON.stringify(contentOf(of, integration, model)) === JSON.stringify(expected);
        if (last.status !== 'success' || !isSame) {
            const how = last.status === 'success' ? 'other records' : `${last.status} after ${executions}`;
            stuck.push(`${integration}/${sync}, ${killAfterRequests} requests: ${how}`);
        }
    }
    return stuck;
}

const LOW_CAP = 30;

/** Databases and schemas have more columns than SHOW gives in this account, tables have fewer. */
function fillPastTheCap({ account }: SnowflakeEngine): void {
    account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
    const columns = Array.from({ length: 20 }, (_, n) => ({ name: `C${n}`, type: 'DATE' }));
    for (const database of ['A', 'B']) {
        const inside = account.addDatabase({ name: database });
        for (const name of ['S1', 'S2', 'S3']) {
            const schema = account.addSchema(inside, { name });
            for (let n = 0; n < 3; n += 1) account.addTable(schema, { name: `T${n}` }, columns);
        }
    }
}

async function startPastTheCap(): Promise<World> {
    let now = Date.UTC(2026, 10, 26, 12);
    const large = await startWorld({
        nango: { waits: 'none' },
        engine: { now: () => now, rowCap: LOW_CAP, capBehaviour: 'error' },
        fill: fillPastTheCap
    });
    now += DAY_MS;
    usageOf(large.engine.account).catchUp();
    return large;
}

/** `npm run faults` has other lives too, and the ways to connect whose client is the key pair's. */
const LIVES = IS_WHOLE ? [4, 5, 8] : [REQUESTS];
const CONNECTED = IS_WHOLE ? WAYS : INTEGRATIONS;

test.each(CONNECTED)('columns past the cap of SHOW get further with each (%s)', { timeout: 240_000 }, async (way) => {
    const large = await startPastTheCap();
    try {
        expect(await stuckOnes(large, way, 'columns', LIVES)).toEqual([]);
    } finally {
        await large.close();
    }
});

test.each(
    INTEGRATIONS.flatMap((integration) =>
        (['information_schema', 'account_usage'] as const).map((source) => [integration, source] as const)
    )
)('columns past the cap of SHOW get further with each (%s by %s)', { timeout: 240_000 }, async (way, source) => {
    const large = await startPastTheCap();
    try {
        large.setMetadata({ read_with: { source, warehouse: 'NANGO_WH' } });
        expect(await stuckOnes(large, way, 'columns')).toEqual([]);
    } finally {
        await large.close();
    }
});

/** The cap as an error: the first page of a schema is asked for once more, after its refusal. */
test('tables past the cap of SHOW get further with each', { timeout: 240_000 }, async () => {
    const large = await startWorld({
        nango: { waits: 'none' },
        engine: { capBehaviour: 'error' },
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'BIG' }), { name: 'S' });
            for (let n = 0; n < 10_500; n += 1) account.addTable(schema, { name: `T${n}` }, []);
        }
    });
    try {
        for (const integration of IS_WHOLE ? INTEGRATIONS : [PASSWORD])
            expect(await stuckOnes(large, integration, 'tables')).toEqual([]);
    } finally {
        await large.close();
    }
});

const ROWS = { query: 'SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 3000))', id_column: 'ID' };
const PIECES = { firstBytes: 1e9, laterBytes: 1e9, rows: 700 };

test.each(CONNECTED)('rows of a query get further with each (%s)', async (way) => {
    const large = await startWorld({ nango: { waits: 'none' }, snowflake: { partitions: PIECES, chunks: PIECES } });
    try {
        const reading = { ...ROWS, warehouse: 'NANGO_WH' };
        for (const metadata of [reading, { ...reading, incremental_column: 'ID' }]) {
            large.setMetadata(metadata);
            expect(await stuckOnes(large, way, 'query-results', LIVES)).toEqual([]);
        }
    } finally {
        await large.close();
    }
});

const MANY_ROLES = 700;

test.each(INTEGRATIONS)('a run that is cut off and goes on asks for at most 2 % more (%s)', async (integration) => {
    const large = await startWorld({
        nango: { waits: 'none' },
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
            nango: { waits: 'none' },
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
            forget(odd, KEY_PAIR, 'roles');
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
