/** Sequences, on both connections: what their SHOW ignores, values past 2^53, and one that is in use all the time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from 'snowflake-stand-in/types.js';
import { sequences } from 'snowflake-stand-in/engine/kinds/sequences.js';
import { CONNECTION, INTEGRATIONS, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, pages } from '../actions/actions.js';

const MANY = 10_001;

let world: World;
let session: Session;
beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            sequences.addSample(account, account.addSchema(account.addDatabase({ name: 'SALES' }), { name: 'S' }));
            account.addRole({ name: 'READER' });
        }
    });
    session = world.engine.openSession(USER, { role: 'ACCOUNTADMIN', database: 'SALES', schema: 'S' });
});
afterAll(async () => await world.close());

async function shown(statement: string): Promise<readonly (readonly (string | null)[])[]> {
    return (await session.execute(statement)).rows;
}

test('SHOW SEQUENCES takes TERSE, STARTS WITH and LIMIT, and ignores them', async () => {
    const { columns } = await session.execute('SHOW TERSE SEQUENCES');
    expect(columns.map(({ name }) => name).join(' ')).toBe(
        'created_on name schema_name database_name next_value interval owner owner_role_type comment ordered'
    );
    expect(await shown("SHOW SEQUENCES IN SCHEMA SALES.S STARTS WITH 'X' LIMIT 1 FROM 'Z'")).toHaveLength(2);
    expect(await shown("SHOW SEQUENCES LIKE 'order%' IN DATABASE SALES")).toHaveLength(1);
});

describe.each(INTEGRATIONS)('%s', (integration) => {
    const run = async () => {
        const { error, counts } = await world.nango.runSync(integration, 'sequences', CONNECTION);
        expect(error).toBeNull();
        return counts['Sequence'];
    };
    const record = (name: string) =>
        world.nango.records(integration, CONNECTION, 'Sequence').find((each) => each['name'] === name);
    const listed = async (input: Record<string, unknown>) =>
        (await pages(world, integration, 'list-sequences', 'sequences', input)).flat().map(({ name }) => name);

    test('a sequence is a record, with every digit of its step and without its next value', async () => {
        expect(await run()).toMatchObject({ added: 2 });
        expect(record('SURROGATE_KEYS')).toMatchObject({
            id: 'SALES.S.SURROGATE_KEYS',
            interval: '-9007199254740993',
            ordered: false,
            comment: null
        });
        expect(record('ORDER_NUMBERS')).toMatchObject({ interval: 1, ordered: true, comment: 'Numbers of orders' });
        expect(record('ORDER_NUMBERS')).not.toHaveProperty('next_value');
    });

    test('one that is used all the time is no change', async () => {
        const [before] = await shown("SHOW SEQUENCES LIKE 'ORDER_NUMBERS' IN SCHEMA SALES.S");
        const [after] = await shown("SHOW SEQUENCES LIKE 'ORDER_NUMBERS' IN SCHEMA SALES.S");
        expect(after).not.toEqual(before);
        expect(await run()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
    });

    test('one comes, changes, is granted and goes', async () => {
        await session.execute("CREATE SEQUENCE NEW WITH START WITH = -5 INCREMENT BY -2 ORDER COMMENT = 'down'");
        expect(await run()).toMatchObject({ added: 1 });
        expect(record('NEW')).toMatchObject({ interval: -2, ordered: true, comment: 'down', owner: 'ACCOUNTADMIN' });
        await session.execute('ALTER SEQUENCE NEW SET INCREMENT = 3');
        await session.execute('ALTER SEQUENCE NEW SET NOORDER');
        await session.execute("ALTER SEQUENCE NEW SET COMMENT = 'up'");
        expect(await run()).toMatchObject({ updated: 1 });
        expect(record('NEW')).toMatchObject({ interval: 3, ordered: false, comment: 'up' });
        await session.execute('GRANT USAGE ON SEQUENCE NEW TO ROLE READER');
        const grants = await act(world, integration, 'list-grants', {
            on: { type: 'SEQUENCE', name: ['SALES', 'S', 'NEW'] }
        });
        expect(grants['grants']).toEqual(
            expect.arrayContaining([expect.objectContaining({ privilege: 'USAGE', grantee_name: 'READER' })])
        );
        await session.execute('DROP SEQUENCE NEW');
        expect(await run()).toMatchObject({ deleted: 1 });
    });

    test('they are listed by pages and prefixes all the same', async () => {
        expect(await listed({ limit: 1 })).toEqual(['ORDER_NUMBERS', 'SURROGATE_KEYS']);
        expect(await listed({ database: 'sales', starts_with: 'SUR' })).toEqual(['SURROGATE_KEYS']);
        expect(await listed({ like: 'order%' })).toEqual(['ORDER_NUMBERS']);
    });
});

test.each(INTEGRATIONS)(
    'a schema with too many for SHOW is named, keeps its records, and keeps no other from being read (%s)',
    async (integration) => {
        const { account } = world.engine;
        const others = account.addSchema(account.database('SALES'), { name: 'OTHERS' });
        const gone = sequences.add(account, others, { name: 'GONE' });
        await world.nango.runSync(integration, 'sequences', CONNECTION);
        const full = account.schema('SALES', 'S');
        for (let n = 0; n < MANY; n += 1) sequences.add(account, full, { name: `N${n}` });
        await world.engine.drop(gone);
        sequences.add(account, others, { name: 'NEW' });
        const { error, counts, logs } = await world.nango.runSync(integration, 'sequences', CONNECTION);
        expect([error, counts['Sequence']]).toMatchObject([null, { added: 1, deleted: 1 }]);
        expect(logs.map(({ message }) => message)).toContainEqual(
            expect.stringContaining('SALES.S has 10,000 sequences or more')
        );
        const ids = world.nango.records(integration, CONNECTION, 'Sequence').map(({ id }) => id);
        expect(ids).toHaveLength(3);
        expect(ids).toContain('SALES.OTHERS.NEW');
    }
);
