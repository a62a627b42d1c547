/** What the syncs cost: requests to Snowflake, counted where they arrive. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONNECTION, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const SIZE = { databases: 3, schemas: 5, tables: 20, columns: 10 };

let world: World;

beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            for (let d = 0; d < SIZE.databases; d += 1) {
                const database = account.addDatabase({ name: `DB${d}` });
                for (let s = 0; s < SIZE.schemas; s += 1) {
                    const schema = account.addSchema(database, { name: `SCHEMA${s}` });
                    const columns = Array.from({ length: SIZE.columns }, (_, c) => ({
                        name: `C${c}`,
                        type: 'NUMBER(38,0)'
                    }));
                    for (let t = 0; t < SIZE.tables; t += 1) account.addTable(schema, { name: `T${t}` }, columns);
                    account.addView(schema, { name: 'V', text: 'create view V as select 1' }, [
                        { name: 'ONE', type: 'NUMBER(1,0)' }
                    ]);
                }
            }
            account.addRole({ name: 'ANALYST' });
            account.addRole({ name: 'UNUSED' });
            account.grantRole('ANALYST', { kind: 'ROLE', name: 'SYSADMIN' });
        }
    });
});
afterAll(async () => {
    await world.close();
});

async function cost(sync: string): Promise<{ requests: number; records: number; result: unknown }> {
    world.statements();
    const before = world.snowflake.requests.length;
    const result = await world.nango.runSync(KEY_PAIR, sync, CONNECTION);
    expect(result.error).toBeNull();
    const [counts] = Object.values(result.counts);
    return { requests: world.snowflake.requests.length - before, records: counts?.added ?? 0, result };
}

const objects = SIZE.databases * SIZE.schemas;

test.each([
    ['databases', 1, SIZE.databases],
    ['schemas', 1 + SIZE.databases, objects + SIZE.databases],
    ['tables', 1 + SIZE.databases, objects * SIZE.tables],
    ['views', 1 + SIZE.databases, objects],
    ['columns', 1 + SIZE.databases, objects * (SIZE.tables * SIZE.columns + 1)],
    ['users', 1, 1],
    // ANALYST, SYSADMIN, USERADMIN, SECURITYADMIN and ACCOUNTADMIN have members.
    ['roles', 1 + 5, 8]
])('%s takes %i requests for %i records', async (sync, requests, records) => {
    expect(await cost(sync)).toMatchObject({ requests, records });
});

test('a second run over an unchanged account updates nothing', async () => {
    for (const sync of ['databases', 'schemas', 'tables', 'views', 'columns', 'users', 'roles']) {
        const result = await world.nango.runSync(KEY_PAIR, sync, CONNECTION);
        const [counts] = Object.values(result.counts);
        expect([sync, counts]).toMatchObject([sync, { added: 0, updated: 0, deleted: 0 }]);
    }
});
