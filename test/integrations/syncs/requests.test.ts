/** What the syncs cost: requests to Snowflake, counted where they arrive. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAIN_KINDS } from 'snowflake-stand-in/engine/kinds/index.js';
import { CONNECTION, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { KINDS } from '../../../shared/catalog/kinds/index.js';
import { KIND_SYNCS } from '../../support/functions.js';

const SIZE = { databases: 3, schemas: 5, tables: 20, columns: 10 };

let world: World;
/** How many of each plain kind a schema has. */
const samples = new Map<string, number>();

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
                    for (const kind of PLAIN_KINDS) samples.set(kind.plural, kind.addSample(account, schema));
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

const RECORDS: Readonly<Record<string, number>> = {
    databases: SIZE.databases,
    schemas: objects + SIZE.databases,
    tables: objects * SIZE.tables,
    views: objects,
    columns: objects * (SIZE.tables * SIZE.columns + 1),
    users: 1,
    roles: 8
};

/** Asked for beside the listing: ANALYST, SYSADMIN, USERADMIN, SECURITYADMIN and ACCOUNTADMIN have members. */
const MORE_REQUESTS: Readonly<Record<string, number>> = { roles: 5 };

test.each(KIND_SYNCS.map(({ name }) => name))(
    '%s takes one request, or one per database and one for their names',
    async (sync) => {
        const kind = KINDS.find(({ name }) => name === sync);
        const requests = 1 + (kind?.livesIn === 'account' ? 0 : SIZE.databases) + (MORE_REQUESTS[sync] ?? 0);
        const records = RECORDS[sync] ?? objects * (samples.get(kind?.plural ?? '') ?? 0);
        expect(await cost(sync)).toMatchObject({ requests, records });
        expect(records).toBeGreaterThan(0);
    }
);

test('a second run over an unchanged account updates nothing', async () => {
    for (const { name } of KIND_SYNCS) {
        const result = await world.nango.runSync(KEY_PAIR, name, CONNECTION);
        const [counts] = Object.values(result.counts);
        expect([name, counts]).toMatchObject([name, { added: 0, updated: 0, deleted: 0 }]);
    }
});
