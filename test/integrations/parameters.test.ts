/**
 * Parameters that a customer sets for the user or the account: our statements mean the same under each of them, and
 * their answers are whole, on either way to sign in; or the statement is refused by the parameter's name.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions/actions.js';

const TABLES = 30;
const IN_APP = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
            for (const database of ['sales', 'SALES']) {
                account.addDatabase({ name: database });
                const schema = account.schema(database, 'PUBLIC');
                for (let n = 0; n < TABLES; n += 1) account.addTable(schema, { name: `${database}_${n}` }, []);
            }
        }
    });
});
afterEach(async () => {
    await world.close();
});

async function set(parameter: string, value: string, level: 'USER' | 'ACCOUNT' = 'USER'): Promise<void> {
    const administrator = world.engine.openSession(USER, { role: 'ACCOUNTADMIN' });
    const whose = level === 'USER' ? `USER ${USER}` : 'ACCOUNT';
    await administrator.execute(`ALTER ${whose} SET ${parameter} = ${value}`);
}

const tables = (integration: string): number => world.nango.records(integration, CONNECTION, 'Table').length;

test.each(INTEGRATIONS.flatMap((integration) => [[integration, 'USER'] as const, [integration, 'ACCOUNT'] as const]))(
    'ROWS_PER_RESULTSET deletes nothing (%s, set for the %s)',
    async (integration, level) => {
        await world.nango.runSync(integration, 'tables', CONNECTION);
        expect(tables(integration)).toBe(2 * TABLES);
        await set('ROWS_PER_RESULTSET', '5', level);
        const result = await world.nango.runSync(integration, 'tables', CONNECTION);
        expect(result.error).toBeNull();
        expect(result.counts['Table']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        expect(tables(integration)).toBe(2 * TABLES);
    }
);

describe('QUOTED_IDENTIFIERS_IGNORE_CASE', () => {
    test('a password reads a name in lower case as it is', async () => {
        await world.nango.runSync(PASSWORD, 'tables', CONNECTION);
        await set('QUOTED_IDENTIFIERS_IGNORE_CASE', 'TRUE');
        const result = await world.nango.runSync(PASSWORD, 'tables', CONNECTION);
        expect(result.error).toBeNull();
        expect(result.counts['Table']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
    });

    test('a key pair cannot, and says so before it would read another database', async () => {
        await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
        world.statements();
        await set('QUOTED_IDENTIFIERS_IGNORE_CASE', 'TRUE');
        const result = await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
        expect(result).toMatchObject({ status: 'failed', error: { payload: { code: 'parameter_in_the_way' } } });
        expect(JSON.stringify(result.error)).toContain('SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE');
        expect(result.counts['Table']?.deleted ?? 0).toBe(0);
        expect(tables(KEY_PAIR)).toBe(2 * TABLES);
        expect(world.statements()).not.toContain('SHOW TABLES IN DATABASE "sales"');
    });

    test('an account whose names are upper case is asked nothing, and one with others once', async () => {
        await world.nango.runSync(KEY_PAIR, 'databases', CONNECTION);
        world.setMetadata({ include_databases: ['"SALES"'] });
        world.statements();
        await world.nango.runSync(KEY_PAIR, 'schemas', CONNECTION);
        const asked = world.statements().filter((statement) => statement.startsWith('SHOW PARAMETERS'));
        world.setMetadata({});
        await world.nango.runSync(KEY_PAIR, 'schemas', CONNECTION);
        const askedLater = world.statements().filter((statement) => statement.startsWith('SHOW PARAMETERS'));
        expect([asked.length, askedLater.length]).toEqual([0, 1]);
    });
});

describe('AUTOCOMMIT', () => {
    beforeEach(async () => {
        const session = world.engine.openSession(USER, IN_APP);
        await session.execute('CREATE TABLE T (A NUMBER(38,0))');
        await set('AUTOCOMMIT', 'FALSE');
    });
    const insert = { ...IN_APP, statement: 'INSERT INTO T VALUES (1)' };
    const count = async (integration: string): Promise<unknown> =>
        (await act(world, integration, 'execute-statement', { ...IN_APP, statement: 'SELECT COUNT(*) AS N FROM T' }))[
            'records'
        ];

    test('what a password inserts stays', async () => {
        expect(await act(world, PASSWORD, 'execute-statement', insert)).toMatchObject({ rows_changed: 1 });
        expect(await count(PASSWORD)).toEqual([{ N: 1 }]);
    });

    test('what a key pair would lose is refused by the name of the parameter, and not run', async () => {
        const error = await refusal(world, KEY_PAIR, 'execute-statement', insert);
        expect(error).toMatchObject({ code: 'parameter_in_the_way', message: expect.stringContaining('AUTOCOMMIT') });
        expect(await count(KEY_PAIR)).toEqual([{ N: 0 }]);
    });

    test('a key pair with its own COMMIT keeps what it inserts', async () => {
        const statement = 'BEGIN; INSERT INTO T VALUES (1); COMMIT';
        await act(world, KEY_PAIR, 'execute-statement', { ...IN_APP, statement, statement_count: 3 });
        expect(await count(KEY_PAIR)).toEqual([{ N: 1 }]);
    });
});

test.each(CONNECTIONS)('several statements stay refused under MULTI_STATEMENT_COUNT = 0 (%s)', async (integration) => {
    await set('MULTI_STATEMENT_COUNT', '0');
    const input = { ...IN_APP, statement: 'CREATE TABLE X (A INT); DROP TABLE X' };
    expect(await refusal(world, integration, 'execute-statement', input)).toMatchObject({
        message: expect.stringContaining('statement count')
    });
});

test.each(CONNECTIONS)('our own timeout goes with every statement (%s)', async (integration) => {
    await set('STATEMENT_TIMEOUT_IN_SECONDS', '1');
    const statement = 'SELECT SYSTEM$WAIT(2)';
    expect(await act(world, integration, 'execute-statement', { ...IN_APP, statement })).toMatchObject({
        state: 'succeeded'
    });
});

test('values are the same under every format of an account, on both connections', { timeout: 60_000 }, async () => {
    const statement = `SELECT TO_BINARY('DEADBEEF', 'HEX') AS B, '2026-02-01'::DATE AS D, '04:05:06'::TIME AS T,
        TO_TIMESTAMP_NTZ('2026-02-01 04:05:06') AS N, TO_TIMESTAMP_LTZ('2026-02-01 04:05:06 +00:00') AS L,
        PARSE_JSON('{"a": [1, 2]}') AS V`;
    const read = async (integration: string) =>
        (await act(world, integration, 'execute-statement', { ...IN_APP, statement }))['records'];
    const before = await read(KEY_PAIR);
    for (const [name, value] of [
        ['BINARY_OUTPUT_FORMAT', "'BASE64'"],
        ['DATE_OUTPUT_FORMAT', "'DD/MM/YYYY'"],
        ['TIME_OUTPUT_FORMAT', "'SS:MI:HH24'"],
        ['TIMESTAMP_OUTPUT_FORMAT', "'DD/MM/YYYY'"],
        ['TIMESTAMP_NTZ_OUTPUT_FORMAT', "'DD/MM/YYYY'"],
        ['TIMEZONE', "'Asia/Tokyo'"],
        ['JSON_INDENT', '0']
    ] as const) {
        await set(name, value);
    }
    expect(before).toMatchObject([{ B: 'DEADBEEF', D: '2026-02-01', V: { a: [1, 2] } }]);
    for (const integration of CONNECTIONS) expect(await read(integration)).toEqual(before);
});
