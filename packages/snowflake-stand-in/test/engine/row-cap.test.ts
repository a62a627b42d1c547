import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

const CAP = 10_000;
let f: Fixture;

beforeAll(async () => {
    f = await fixture();
    const { account } = f.engine;
    const schema = account.addSchema('DB', { name: 'BIG' });
    const columns = Array.from({ length: 34 }, (_, index) => ({ name: `C${index}`, type: 'VARCHAR(10)' }));
    for (let at = 0; at < 12_000; at += 1) {
        account.addTable(schema, { name: `T${String(at).padStart(5, '0')}` }, columns);
    }
    for (let at = 0; at < 25_000; at += 1) account.addUser({ name: `U${String(at).padStart(5, '0')}` });
});

afterAll(() => f.engine.close());

test('by default a longer listing is cut at 10,000 rows without a word', async () => {
    f.engine.setCapBehaviour('cut');
    expect((await f.run('SHOW TABLES IN SCHEMA DB.BIG')).rows.length).toBe(CAP);
    expect((await f.run('SHOW USERS')).rows.length).toBe(CAP);
    expect((await f.run('SHOW COLUMNS IN ACCOUNT')).rows.length).toBe(CAP);
});

test('the other way is error 090153', async () => {
    f.engine.setCapBehaviour('error');
    expect(await f.refusal('SHOW TABLES IN SCHEMA DB.BIG')).toBe('090153');
    expect(await f.refusal('SHOW USERS')).toBe('090153');
    expect(await f.refusal('SHOW COLUMNS IN ACCOUNT')).toBe('090153');
    expect((await f.run('SHOW TABLES IN SCHEMA DB.BIG LIMIT 10000')).rows.length).toBe(CAP);
});

test('as documented, tables fail and columns are cut', async () => {
    f.engine.setCapBehaviour('documented');
    expect(await f.refusal('SHOW TABLES IN SCHEMA DB.BIG')).toBe('090153');
    expect((await f.run('SHOW COLUMNS IN SCHEMA DB.BIG')).rows.length).toBe(CAP);
});

test('a LIMIT above 10,000 is refused in every form', async () => {
    for (const behaviour of ['cut', 'error', 'documented'] as const) {
        f.engine.setCapBehaviour(behaviour);
        expect(await f.refusal('SHOW TABLES IN SCHEMA DB.BIG LIMIT 10001')).toBe('090153');
    }
});

test('pages by name reach every table', async () => {
    f.engine.setCapBehaviour('error');
    const first = await f.names('SHOW TABLES IN SCHEMA DB.BIG LIMIT 10000');
    const rest = await f.names(`SHOW TABLES IN SCHEMA DB.BIG LIMIT 10000 FROM '${first.at(-1) ?? ''}'`);
    expect(new Set([...first, ...rest]).size).toBe(12_000);
    expect(first.length + rest.length).toBe(12_000);
});

test('exactly as many rows as the cap are no error', async () => {
    const small = await fixture({ rowCap: 3, capBehaviour: 'error' });
    const schema = small.engine.account.schema('DB', 'PUBLIC');
    for (const name of ['A', 'B', 'C']) small.engine.account.addTable(schema, { name });
    expect(await small.names('SHOW TABLES')).toEqual(['A', 'B', 'C']);
    small.engine.account.addTable(schema, { name: 'D' });
    expect(await small.refusal('SHOW TABLES')).toBe('090153');
    await small.engine.close();
});
