/** Listings larger than SHOW gives at once: nothing is missing, and no request is spent that the cap does not force. */
import { expect, test } from 'vitest';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import { CONNECTION, KEY_PAIR, PASSWORD, startWorld } from '../../../local/world.js';

const TABLES = 12_000;
const USERS = 25_000;

function fill({ account }: SnowflakeEngine): void {
    const database = account.addDatabase({ name: 'BIG' });
    const schema = account.addSchema(database, { name: 'S' });
    for (let n = 0; n < TABLES; n += 1) account.addTable(schema, { name: `T${n}` }, []);
    account.addTable(account.schema('BIG', 'PUBLIC'), { name: 'ONE' }, [{ name: 'C', type: 'DATE' }]);
    for (let n = 0; n < USERS; n += 1) account.addUser({ name: `U${n}` });
}

test.each([
    // 'cut': the account's databases; BIG, its schemas; PUBLIC; S and its second page.
    ['cut', 6, 3],
    // 'error' costs one refusal more where a page must be asked for.
    ['error', 7, 4]
] as const)(
    '12,000 tables in a schema and 25,000 users, with the cap as %s',
    { timeout: 120_000 },
    async (capBehaviour, tableRequests, userRequests) => {
        const world = await startWorld({ fill, engine: { capBehaviour } });
        try {
            const tables = await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
            expect([tables.error, world.statements().length]).toEqual([null, tableRequests]);
            expect(tables.counts['Table']).toMatchObject({ added: TABLES + 1, updated: 0, unchanged: 0 });

            const users = await world.nango.runSync(KEY_PAIR, 'users', CONNECTION);
            expect([users.error, world.statements().length]).toEqual([null, userRequests]);
            expect(users.counts['User']).toMatchObject({ added: USERS + 1, updated: 0, unchanged: 0 });

            const again = await world.nango.runSyncToEnd(KEY_PAIR, 'users', CONNECTION, {
                interruptAfterCheckpoints: 1
            });
            expect(again.map((result) => result.status)).toEqual([
                'interrupted',
                'interrupted',
                'interrupted',
                'interrupted',
                'success'
            ]);
            expect(again.at(-1)?.counts['User']).toMatchObject({ deleted: 0 });
        } finally {
            await world.close();
        }
    }
);

/** More columns than the cap in a database, as landing schemas have them. */
function fillWide({ account }: SnowflakeEngine): void {
    const schema = account.addSchema(account.addDatabase({ name: 'WIDE' }), { name: 'S' });
    const columns = Array.from({ length: 50 }, (_, n) => ({ name: `C${n}`, type: 'DATE' }));
    for (let n = 0; n < 301; n += 1) account.addTable(schema, { name: `T${n}` }, columns);
}

test.each([
    // The account's databases, and WIDE.
    [KEY_PAIR, 40_000, 2],
    [PASSWORD, 40_000, 2],
    // As many as that account's cap: also its schemas, both of them, the objects of S and 301 tables.
    [KEY_PAIR, 10_000, 307]
] as const)(
    '15,050 columns over %s, in an account whose SHOW gives up to %i rows',
    { timeout: 120_000 },
    async (integration, rowCap, requests) => {
        const world = await startWorld({ fill: fillWide, engine: { rowCap, capBehaviour: 'cut' } });
        try {
            const columns = await world.nango.runSync(integration, 'columns', CONNECTION);
            expect([columns.error, world.statements().length]).toEqual([null, requests]);
            expect(columns.counts['Column']).toMatchObject({ added: 15_050, updated: 0, unchanged: 0 });
        } finally {
            await world.close();
        }
    }
);
