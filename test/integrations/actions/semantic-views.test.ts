/** describe-table of a semantic view, and of what is none of the three. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'SALES' }), { name: 'MODELS' });
            account.addView(schema, { name: 'Revenue', semantic: true, comment: 'what we earn' }, [
                { name: 'REGION', type: 'VARCHAR(10)' },
                { name: 'AMOUNT', type: 'NUMBER(10,2)' }
            ]);
            account.addView(schema, { name: 'PLAIN', text: 'create view ...' }, [{ name: 'X', type: 'DATE' }]);
        }
    });
});
afterAll(async () => await world.close());

const SCOPE = { database: 'SALES', schema: 'MODELS' };

describe.each(CONNECTIONS)('%s', (integration) => {
    test('a semantic view is described with its dimensions', async () => {
        expect(await act(world, integration, 'describe-table', { ...SCOPE, table: 'Revenue' })).toMatchObject({
            id: 'SALES.MODELS."Revenue"',
            kind: 'semantic_view',
            table: null,
            view: null,
            semantic_view: { name: 'Revenue', comment: 'what we earn' },
            columns: [
                { column_name: 'REGION', kind: 'DIMENSION', type: 'VARCHAR(10)', primary_key: null },
                { column_name: 'AMOUNT', kind: 'DIMENSION', type: 'NUMBER(10,2)', primary_key: null }
            ]
        });
    });

    test('a server that knows no semantic views still describes what it has, and names what it has not', async () => {
        const unknown = { kind: 'status', status: 422, code: '001003', message: 'syntax error' } as const;
        world.snowflake.faults.order(unknown, { statement: /SEMANTIC/ }, 2);
        const view = await act(world, integration, 'describe-table', { ...SCOPE, table: 'PLAIN' });
        expect(view).toMatchObject({ kind: 'view', semantic_view: null });
        expect(await refusal(world, integration, 'describe-table', { ...SCOPE, table: 'NONE' })).toMatchObject({
            code: 'object_not_found',
            message: expect.stringContaining('no table, view or semantic view SALES.MODELS.NONE')
        });
        world.snowflake.faults.clear();
    });

    test('a refusal of the whole account names no empty scope', async () => {
        const refused = { kind: 'status', status: 422, code: '002043', message: 'Object does not exist' } as const;
        world.snowflake.faults.order(refused, { statement: /^SHOW STREAMS/ });
        const { code, message } = await refusal(world, integration, 'list-streams', {});
        expect([code, message.startsWith(' ')]).toEqual(['object_not_found', false]);
        world.snowflake.faults.clear();
    });
});
