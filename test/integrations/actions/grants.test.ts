/** list-grants carries what SHOW GRANTS gives since 2026, in both forms that accounts have of it, and loses no row. */
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { GrantsForm } from 'snowflake-stand-in/engine/show-options.js';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS } from './actions.js';

const PageSchema = z.looseObject({ grants: z.array(z.unknown()), next_cursor: z.string().nullable() });

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

async function started(grantsForm: GrantsForm): Promise<World> {
    world = await startWorld({
        engine: { grantsForm },
        fill: ({ account }) => {
            account.addRole({ name: 'READER' });
            const schema = account.addSchema(account.addDatabase({ name: 'SALES' }), { name: 'odd schema' });
            account.addTable(schema, { name: 'T' }, [{ name: 'X', type: 'DATE' }]);
            const view = account.addView(schema, { name: 'V', text: 'create view ...' }, [{ name: 'X', type: 'DATE' }]);
            account.grant('SELECT', view, 'READER');
            const plain = { createdOn: 1_700_000_000_000, grantOption: false, grantedBy: 'SYSADMIN' };
            for (const kind of ['DATABASE_ROLE', 'SHARE'] as const) {
                const grantee = { kind, name: 'PARTNER', prefix: 'SALES' };
                account.grants.add({ ...plain, privilege: 'REFERENCES', on: view, grantee });
            }
            const grantee = { kind: 'ROLE', name: 'READER' } as const;
            const inherited = { createdOn: 1_700_000_000_000, privilege: 'SELECT', objectType: 'TABLE', grantee };
            const on = (database: string | null, schemaName: string | null) =>
                account.grants.inherited.push({ ...inherited, database, schema: schemaName, grantedBy: 'SYSADMIN' });
            on(null, null);
            on('SALES', null);
            on('SALES', 'odd schema');
            // Alike in all that is shown of them.
            on('SALES', 'odd schema');
            on('SALES', 'odd schema');
        }
    });
    return world;
}

describe.each(CONNECTIONS)('%s', (integration) => {
    test('a grant on all objects of a container says which container', async () => {
        const { grants } = await act(await started('2026_06'), integration, 'list-grants', { to_role: 'READER' });
        const whole = { granted_on: 'TABLE', name: null, privilege: 'SELECT', is_inherited: true };
        expect(grants).toEqual(
            expect.arrayContaining([
                expect.objectContaining({ ...whole, inherited_from: 'ACCOUNT', inherited_from_database: null }),
                expect.objectContaining({ ...whole, inherited_from: 'DATABASE', inherited_from_database: 'SALES' }),
                expect.objectContaining({
                    ...whole,
                    inherited_from: 'SCHEMA',
                    inherited_from_database: 'SALES',
                    inherited_from_schema: 'odd schema'
                }),
                expect.objectContaining({ privilege: 'SELECT', granted_on: 'VIEW', is_inherited: false })
            ])
        );
    });

    test('on an object it is told from the object’s own grants', async () => {
        const on = { type: 'TABLE', name: ['SALES', 'odd schema', 'T'] };
        const { grants } = await act(await started('2026_06'), integration, 'list-grants', { on });
        expect(grants).toEqual(
            expect.arrayContaining([
                expect.objectContaining({ privilege: 'OWNERSHIP', is_inherited: false, inherited_from: null }),
                expect.objectContaining({
                    name: 'SALES."odd schema".T',
                    is_inherited: true,
                    inherited_from: 'DATABASE'
                })
            ])
        );
    });

    test.each([
        ['before_2026_06', 'TABLE', 'SALES.PARTNER'],
        ['2026_06', 'VIEW', 'PARTNER']
    ] as const)('%s: types and grantees are as the account has them', async (form, type, grantee) => {
        const on = { type: 'VIEW', name: ['SALES', 'odd schema', 'V'] };
        const { grants } = await act(await started(form), integration, 'list-grants', { on });
        for (const kind of ['DATABASE_ROLE', 'SHARE']) {
            expect(grants).toContainEqual(
                expect.objectContaining({ granted_on: type, granted_to: kind, grantee_name: grantee })
            );
        }
    });

    test('grants that are alike in all come once each, page by page', async () => {
        const running = await started('2026_06');
        const of = async (input: object): Promise<unknown[]> => {
            const all: unknown[] = [];
            for (let cursor: string | null | undefined; cursor !== null;) {
                const asked = { to_role: 'READER', ...input, ...(cursor !== undefined && { cursor }) };
                const page = PageSchema.parse(await act(running, integration, 'list-grants', asked));
                all.push(...page.grants);
                cursor = page.next_cursor;
            }
            return all;
        };
        const whole = await of({});
        expect(whole).toHaveLength(6);
        expect(await of({ limit: 1 })).toEqual(whole);
        expect(await of({ limit: 2 })).toEqual(whole);
    });
});
