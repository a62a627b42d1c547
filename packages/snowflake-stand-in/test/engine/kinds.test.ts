/** What is so of every kind of object: made once, named, shown, commented on, dropped. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KINDS } from '../../src/engine/kinds/index.js';
import { fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

/** What CREATE says after the name, where a name alone is not enough. */
const BODIES: Readonly<Record<string, string>> = {
    TABLE: '(A INT)',
    VIEW: 'AS SELECT 1 AS A',
    STREAM: 'ON TABLE DB.PUBLIC.BASE',
    TASK: 'AS SELECT 1',
    'NETWORK POLICY': "ALLOWED_IP_LIST = ('10.0.0.0/8')"
};
const EVERY = KINDS.map(({ type, listings }) => ({ type, listing: listings[0]?.name ?? '', body: BODIES[type] ?? '' }));
const RENAMED = EVERY.filter(({ type }) => type !== 'NETWORK POLICY');

let f: Fixture;

beforeAll(async () => {
    f = await fixture();
    await f.run('CREATE TABLE DB.PUBLIC.BASE (A INT)');
});

beforeEach(async () => {
    await f.run('CREATE OR REPLACE SCHEMA DB.WORK');
});

afterAll(() => f.engine.close());

test.each(EVERY)('$type: one is made once', async ({ type, listing, body }) => {
    await f.run(`CREATE ${type} ONCE ${body}`);
    expect(await f.refusal(`CREATE ${type} ONCE ${body}`)).toBe('002002');
    await f.run(`CREATE ${type} IF NOT EXISTS ONCE ${body}`);
    await f.run(`CREATE OR REPLACE ${type} ONCE ${body}`);
    expect(await f.names(`SHOW ${listing} LIKE 'ONCE'`)).toEqual(['ONCE']);
});

test.each(EVERY)('$type: a comment is what SHOW says, and its owner has OWNERSHIP', async ({ type, listing, body }) => {
    await f.run(`CREATE ${type} SAID ${body}`);
    await f.run(`COMMENT ON ${type} SAID IS 'of it'`);
    expect(await f.names(`SHOW ${listing} LIKE 'SAID'`, 'comment')).toEqual(['of it']);
    expect(await f.names(`SHOW GRANTS ON ${type} SAID`, 'privilege')).toEqual(['OWNERSHIP']);
    expect(await f.names(`SHOW GRANTS ON ${type} SAID`, 'grantee_name')).toEqual(['ACCOUNTADMIN']);
});

test.each(RENAMED)('$type: no other takes its name', async ({ type, listing, body }) => {
    await f.run(`CREATE ${type} FIRST ${body}`);
    await f.run(`CREATE ${type} SECOND ${body}`);
    expect(await f.refusal(`ALTER ${type} SECOND RENAME TO FIRST`)).toBe('002002');
    await f.run(`ALTER ${type} SECOND RENAME TO THIRD`);
    expect(await f.names(`SHOW ${listing} LIKE '%IR%'`)).toEqual(['FIRST', 'THIRD']);
});

test.each(EVERY)('$type: what is dropped is gone', async ({ type, listing, body }) => {
    await f.run(`CREATE ${type} DROPPED ${body}`);
    await f.run(`DROP ${type} DROPPED`);
    await f.run('USE SCHEMA DB.WORK');
    expect(await f.names(`SHOW ${listing} LIKE 'DROPPED'`)).toEqual([]);
    expect(await f.refusal(`DROP ${type} DROPPED`)).toMatch(/^0020[04]3$/);
    await f.run(`DROP ${type} IF EXISTS DROPPED`);
});
