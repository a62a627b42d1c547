/** The setting that limits execute-statement to kinds of statements. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
        }
    });
});
afterAll(async () => await world.close());

const PLACE = { database: 'APP', schema: 'PUBLIC', warehouse: 'NANGO_WH' };

describe.each(CONNECTIONS)('%s', (integration) => {
    const table = `T_${integration.replaceAll('-', '_')}`;
    const run = async (statement: string, more: object = {}): Promise<unknown> =>
        await act(world, integration, 'execute-statement', { ...PLACE, statement, ...more });
    const refused = async (statement: string, more: object = {}): Promise<unknown> =>
        await refusal(world, integration, 'execute-statement', { ...PLACE, statement, ...more });

    test('runs the kinds that are named, and refuses others before anything runs', async () => {
        world.setMetadata({});
        await run(`CREATE OR REPLACE TABLE ${table} (A INT)`);
        world.setMetadata({ allowed_statements: ['select', 'insert'], include_databases: 'of no use here' });
        expect(await run(`INSERT INTO ${table} VALUES (1), (2)`)).toMatchObject({ rows_changed: 2 });
        expect(await run(`SELECT COUNT(*) AS N FROM ${table}`)).toMatchObject({ records: [{ N: 2 }] });
        world.statements();
        expect(await refused(`DROP TABLE ${table}`)).toMatchObject({
            code: 'statement_not_allowed',
            message: expect.stringMatching(
                /^Nothing was run: statement 1 is of the kind drop, and the connection allows select, insert\. /
            )
        });
        expect(
            await refused(`INSERT INTO ${table} VALUES (3); DELETE FROM ${table}`, { statement_count: 2 })
        ).toMatchObject({ code: 'statement_not_allowed', message: expect.stringContaining('statement 2') });
        for (const statement of [
            `SELECT 1 ->> DROP TABLE ${table}`,
            `BEGIN DROP TABLE ${table}; END`,
            `EXECUTE IMMEDIATE 'DROP TABLE ${table}'`,
            'SELECT SYSTEM$CANCEL_ALL_QUERIES(1)',
            `SELECT 'a$$; DROP TABLE ${table}`
        ]) {
            expect(await refused(statement)).toMatchObject({ code: 'statement_not_allowed' });
        }
        expect(world.statements()).toEqual([]);
    });

    test('nothing set allows all, an empty list none, and a mistake none either', async () => {
        world.setMetadata({ allowed_statements: null });
        expect(await run('SELECT 1 AS A')).toMatchObject({ records: [{ A: 1 }] });
        world.setMetadata({ allowed_statements: [] });
        expect(await refused('SELECT 1')).toMatchObject({ code: 'statement_not_allowed' });
        world.setMetadata({ allowed_statements: ['SELEKT'] });
        expect(await refused('SELECT 1')).toMatchObject({
            code: 'invalid_settings',
            message: expect.stringContaining('allowed_statements')
        });
        world.setMetadata({ allowed_statements: 'select' });
        expect(await refused('SELECT 1')).toMatchObject({ code: 'invalid_settings' });
        world.setMetadata({});
    });
});
