/** A run that was refused everywhere is not green, whatever the code; and a run that was cut off deletes nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from 'snowflake-stand-in/protocol/faults.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const TABLES = 6;
const LOGIN = '/session/v1/login-request';

let world: World;
beforeEach(async () => {
    world = await startWorld({
        nango: { waits: 'none' },
        snowflake: { inlineWaitMs: 30, pollWaitMs: 30 },
        fill: ({ account }) => {
            for (const name of ['A', 'B']) {
                const database = account.addDatabase({ name });
                for (let n = 0; n < TABLES / 2; n += 1)
                    account.addTable(account.schema(database.name, 'PUBLIC'), { name: `T${n}` }, []);
            }
            account.addRole({ name: 'READER' });
            account.grantRole('READER', { kind: 'ROLE', name: 'ACCOUNTADMIN' });
        }
    });
});
afterEach(async () => {
    await world.close();
});

const tables = (integration: string) => world.nango.runSync(integration, 'tables', CONNECTION);
const live = (integration: string) =>
    world.nango.records(integration, CONNECTION, 'Table').filter((record) => !record._nango_metadata.deleted_at);

describe.each(INTEGRATIONS)('%s', (integration) => {
    test.each([
        ['000666', '57014', 'Your account is suspended due to lack of payment method.', 'account_suspended'],
        [
            '000670',
            '57014',
            'Your free trial has ended and all of your virtual warehouses are suspended.',
            'account_suspended'
        ],
        [
            '000603',
            'XX000',
            'SQL execution internal error: Processing aborted by error 300002:2523989150',
            'unavailable'
        ],
        ['300002', undefined, 'Processing aborted by error 300002', 'unavailable'],
        ['399999', undefined, 'Something about this sign-in.', 'invalid_credentials'],
        ['090999', undefined, 'A code that nobody knows.', 'sql_error'],
        ['390201', '08004', "The requested database 'X' does not exist or not authorized.", 'object_not_found']
    ] as const)('%s (%s) on every listing fails the run and deletes nothing: %s', async (...refused) => {
        const [code, sqlState, message, said] = refused;
        expect((await tables(integration)).error).toBeNull();
        world.snowflake.faults.order(
            { kind: 'refuse', code, message, ...(sqlState && { sqlState }) },
            { statement: /SHOW TABLES/ },
            1000
        );
        const failed = await tables(integration);
        expect(failed).toMatchObject({ status: 'failed', error: { payload: { code: said } } });
        expect(failed.error?.payload['message']).not.toMatch(/^Snowflake: .*Correct the statement\.$/);
        expect(live(integration)).toHaveLength(TABLES);
        world.snowflake.faults.clear();
        expect((await tables(integration)).error).toBeNull();
    });

    test.each([
        ['002043', '02000', 'SQL compilation error: Object does not exist.'],
        ['003999', '42501', 'SQL access control error: a code that nobody knows'],
        ['003030', '42602', 'Shared database is no longer available for use.']
    ])('%s (%s) on one database is said of that one, and the run goes on', async (code, sqlState, message) => {
        await tables(integration);
        world.snowflake.faults.order(
            { kind: 'refuse', code, sqlState, message },
            { statement: /SHOW TABLES IN DATABASE "B"/ }
        );
        const result = await tables(integration);
        expect(result.error).toBeNull();
        expect(result.logs.filter(({ level, source }) => level === 'warn' && source === 'user')).toHaveLength(1);
        expect(live(integration)).toHaveLength(TABLES);
    });

    test('an internal error of Snowflake’s that passes is borne by a listing', async () => {
        const message = 'SQL execution internal error: Processing aborted by error 300002:1';
        world.snowflake.faults.order(
            { kind: 'refuse', code: '000603', sqlState: 'XX000', message },
            { statement: /SHOW TABLES IN DATABASE "B"/ },
            2
        );
        const result = await tables(integration);
        expect(result.error).toBeNull();
        expect(result.counts['Table']).toMatchObject({ added: TABLES });
    });

    test.each([
        ['503', { kind: 'status', status: 503 }, 4],
        ['504 and a page', { kind: 'page', status: 504 }, 4],
        ['429 with Retry-After', { kind: 'status', status: 429, retryAfterSeconds: 5 }, 3],
        ['reset', { kind: 'drop-before' }, 4]
    ] as const)('an outage of some seconds from the first request on is borne: %s', async (_what, fault, times) => {
        world.snowflake.faults.order(fault, {}, times);
        const result = await tables(integration);
        expect(result.error).toBeNull();
        expect(result.counts['Table']).toMatchObject({ added: TABLES });
    });

    test('an outage that stays is told as what it was, not as a time limit or a wrong account', async () => {
        world.snowflake.faults.order({ kind: 'status', status: 503 }, {}, 1000);
        const failed = await tables(integration);
        expect(failed.error?.payload).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/503/) });
        expect(failed.error?.payload['message']).not.toMatch(/account identifier|MFA/);
    });

    test('a name that cannot be looked up for a moment is borne; for good, it fails the run', async () => {
        world.nango.network.failLookups(/snowflakecomputing/, 2);
        expect((await tables(integration)).counts['Table']).toMatchObject({ added: TABLES });
        world.nango.network.failLookups(/snowflakecomputing/, 1000);
        const failed = await tables(integration);
        expect(failed.error?.payload).toMatchObject({
            code: 'unavailable',
            message: expect.stringMatching(/host name.*dns_resolution_failed/)
        });
        expect(live(integration)).toHaveLength(TABLES);
    });

    test.each([403, 404])('a page with HTTP %i in the middle of a run is no unknown account', async (status) => {
        await tables(integration);
        world.snowflake.faults.order({ kind: 'page', status }, { statement: /SHOW TABLES IN DATABASE "B"/ }, 1000);
        const failed = await tables(integration);
        expect(failed.error?.payload).toMatchObject({ code: 'unavailable' });
        expect(live(integration)).toHaveLength(TABLES);
    });

    test('a session or token that is called expired for ever ends the run after a few renewals', async () => {
        await tables(integration);
        const before = world.snowflake.requests.length;
        world.snowflake.faults.order({ kind: 'expire-token' }, { statement: /SHOW/ }, 100_000);
        expect((await tables(integration)).status).toBe('failed');
        const requests = world.snowflake.requests.slice(before);
        expect(requests.length).toBeLessThan(30);
        expect(requests.filter(({ path }) => path.startsWith('/session/')).length).toBeLessThan(8);
        expect(live(integration)).toHaveLength(TABLES);
    });

    test.each([
        ['tables', /SHOW TABLES IN DATABASE "B"/, 'Table'],
        ['roles', /SHOW GRANTS OF ROLE "READER"/, 'Role']
    ] as const)(
        'credentials that are refused in the middle of a run fail %s, and nothing is changed',
        async (...what) => {
            const [sync, statement, model] = what;
            await world.nango.runSync(integration, sync, CONNECTION);
            const before = world.nango.records(integration, CONNECTION, model);
            const refused: Fault = {
                kind: 'refuse',
                code: '390201',
                message: "The requested database 'X' does not exist or not authorized."
            };
            const hold = world.snowflake.faults.hold(statement);
            // A key pair signs in with each request, a password when its session is gone.
            if (integration === KEY_PAIR) world.snowflake.faults.order(refused, { statement }, 1000);
            const running = world.nango.runSync(integration, sync, CONNECTION);
            if (integration === PASSWORD) {
                await hold.reached;
                world.snowflake.sessions.closeAll();
                world.snowflake.faults.order(refused, { path: LOGIN }, 1000);
                hold.release();
            }
            const failed = await running;
            expect(failed.status).toBe('failed');
            expect(world.nango.records(integration, CONNECTION, model)).toEqual(before);
        }
    );
});
