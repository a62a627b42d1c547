/** Named key pairs and access tokens: made, rotated and taken away by SQL, and signed in with by the driver itself. */
import { generateKeyPairSync } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR_MS, MovableClock } from 'stand-in-base/clock.js';

import { createEngine } from '../../src/engine/engine.js';
import type { SnowflakeEngine } from '../../src/engine/engine.js';
import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';
import { StatementFailure } from '../../src/types.js';

import { connect } from './driver-client.js';
import { call, keyPairToken } from './sql-api-client.js';

const METHODS = 'MODIFY PROGRAMMATIC AUTHENTICATION METHODS';

function keyPair(): { privateKey: string; body: string } {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'der' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    return { privateKey, body: publicKey.toString('base64') };
}

const first = keyPair();
const second = keyPair();
const password = crypto.randomUUID();
const clock = new MovableClock();
let engine: SnowflakeEngine;
let snowflake: EmbeddedSnowflake;
let admin: ReturnType<SnowflakeEngine['openSession']>;

beforeAll(async () => {
    engine = await createEngine({ now: () => clock.now() });
    const { account } = engine;
    account.accessTokensNeedNoPolicy = true;
    account.addRole({ name: 'READER' });
    account.addUser({ name: 'ADMIN', defaultRole: 'ACCOUNTADMIN' });
    account.addUser({ name: 'JANE', password, defaultRole: 'READER' });
    for (const [role, name] of [
        ['ACCOUNTADMIN', 'ADMIN'],
        ['READER', 'JANE']
    ] as const)
        account.grantRole(role, { kind: 'USER', name });
    // The driver signs its tokens by its own clock.
    snowflake = await startSnowflake({ engine });
    admin = engine.openSession('ADMIN');
});
beforeEach(() => {
    Object.assign(engine.account.user('JANE'), { namedKeyPairs: {}, namedAccessTokens: {}, userType: null });
});
afterAll(async () => await snowflake.close());

async function signsIn(options: object): Promise<boolean> {
    try {
        await (await connect(snowflake, { username: 'jane', ...options })).close();
        return true;
    } catch {
        return false;
    }
}

async function byKey({ privateKey }: { privateKey: string }): Promise<boolean> {
    return await signsIn({ authenticator: 'SNOWFLAKE_JWT', privateKey });
}

/** Some columns of what a session is shown. */
async function shown(what: string, columns: readonly string[], session = admin): Promise<(string | null)[][]> {
    const { columns: all, rows } = await session.execute(`SHOW USER ${what} FOR USER jane`);
    const places = columns.map((name) => all.findIndex((column) => column.name === name));
    return rows.map((row) => places.map((place) => row[place] ?? null));
}

async function refusal(statement: string, session = admin): Promise<string> {
    return await session.execute(statement).then(
        () => 'no refusal',
        (error: unknown) => (error instanceof StatementFailure ? error.code : String(error))
    );
}

test('any active key pair of a user signs in, the old one after a rotation too, until it expires', async () => {
    expect(await byKey(first)).toBe(false);
    await admin.execute(`ALTER USER jane ADD KEY PAIR main PUBLIC_KEY = '${first.body}' COMMENT = 'of the service'`);
    expect(await byKey(first)).toBe(true);
    const at = Math.floor(clock.now());
    const rotate = `ALTER USER jane ROTATE KEY PAIR main PUBLIC_KEY = '${second.body}' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS = 2`;
    await admin.execute(rotate);
    expect([await byKey(first), await byKey(second)]).toEqual([true, true]);
    const [[name, to], [oldName = '', oldTo]] = two(
        await shown('KEY PAIRS', ['name', 'rotated_to', 'status', 'comment'])
    );
    expect([name, to, oldTo]).toEqual(['MAIN', null, 'MAIN']);
    expect(oldName).toMatch(/^MAIN_ROTATED_\d{13}$/);
    expect(Number(oldName?.split('_').at(-1))).toBeGreaterThanOrEqual(at);
    expect(await refusal(`ALTER USER jane ROTATE KEY PAIR ${oldName} PUBLIC_KEY = '${keyPair().body}'`)).toBe('001420');
    clock.advance(2 * HOUR_MS);
    expect([await byKey(first), await byKey(second)]).toEqual([false, true]);
    expect(await shown('KEY PAIRS', ['name', 'status'])).toEqual([['MAIN', 'ACTIVE']]);
});

/** Exactly two rows. */
function two<Row>(rows: readonly Row[]): [Row, Row] {
    const [one, other, ...more] = rows;
    if (one === undefined || other === undefined || more.length > 0) throw new Error(`There are ${rows.length} rows.`);
    return [one, other];
}

test('a key pair that ends, is disabled, or is rotated at once signs in no more', async () => {
    await admin.execute(`ALTER USER jane ADD KEY PAIR brief PUBLIC_KEY = '${first.body}' DAYS_TO_EXPIRY = 1`);
    await admin.execute('ALTER USER jane MODIFY KEY PAIR brief SET DISABLED = TRUE');
    expect(await byKey(first)).toBe(false);
    await admin.execute('ALTER USER jane MODIFY KEY PAIR brief UNSET DISABLED');
    await admin.execute('ALTER USER jane MODIFY KEY PAIR brief RENAME TO daily');
    expect(await byKey(first)).toBe(true);
    const rotate = `ALTER USER jane ROTATE KEY PAIR daily PUBLIC_KEY = '${second.body}' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS`;
    expect(await refusal(`${rotate} = 25`)).toBe('001420');
    await admin.execute(`${rotate} = 0`);
    expect([await byKey(first), await byKey(second)]).toEqual([false, true]);
    clock.advance(24 * HOUR_MS);
    expect(await byKey(second)).toBe(false);
    expect(await shown('KEY PAIRS', ['name', 'status'])).toEqual([['DAILY', 'EXPIRED']]);
    await admin.execute('ALTER USER jane REMOVE KEY PAIR daily');
    expect(await shown('KEY PAIRS', ['name'])).toEqual([]);
});

test('a key pair for one role opens sessions of that role alone', async () => {
    engine.account.addRole({ name: 'OTHER' });
    engine.account.grantRole('OTHER', { kind: 'USER', name: 'JANE' });
    await admin.execute(`ALTER USER jane ADD KEY PAIR main PUBLIC_KEY = '${first.body}' ROLE_RESTRICTION = 'READER'`);
    const ask = async (role: string) =>
        await call(`${snowflake.url}/api/v2/statements`, keyPairToken(first.privateKey, 'JANE'), {
            body: { statement: 'SELECT CURRENT_ROLE()', role }
        });
    expect((await ask('READER')).body['data']).toEqual([['READER']]);
    expect((await ask('OTHER')).body['code']).toBe('390317');
    expect(await signsIn({ authenticator: 'SNOWFLAKE_JWT', privateKey: first.privateKey, role: 'OTHER' })).toBe(false);
    expect((await shown('KEY PAIRS', ['role_scope', 'last_used_on']))[0]).toEqual(['READER', expect.any(String)]);
});

function add(name: string, { body } = keyPair()): string {
    return `ALTER USER jane ADD KEY PAIR ${name} PUBLIC_KEY = '${body}'`;
}

test('names and keys are unique, ten are most, and two names are kept for the properties of the user', async () => {
    await admin.execute(add('k1', first));
    expect(await refusal(add('k1'))).toBe('002002');
    expect(await refusal(add('k2', first))).toBe('001420');
    expect(await refusal(add('public_key_1'))).toBe('001420');
    expect(await refusal('ALTER USER jane REMOVE KEY PAIR nobody')).toBe('002003');
    const full = Object.entries(engine.account.user('JANE').namedKeyPairs).flatMap(([, pair]) =>
        Array.from({ length: 10 }, (_, index): [string, typeof pair] => [`K${index}`, pair])
    );
    engine.account.user('JANE').namedKeyPairs = Object.fromEntries(full);
    expect(await refusal(`ALTER USER jane ROTATE KEY PAIR k1 PUBLIC_KEY = '${second.body}'`)).toBe('001420');
});

test('key pairs take a privilege on the user, tokens one only for others and for services', async () => {
    const jane = engine.openSession('JANE');
    const addKey = `ALTER USER ADD KEY PAIR own PUBLIC_KEY = '${first.body}'`;
    const addToken = 'ALTER USER ADD PAT own ROLE_RESTRICTION = READER';
    expect(await refusal(addKey, jane)).toBe('003001');
    expect(await refusal(addToken, jane)).toBe('no refusal');
    engine.account.user('JANE').userType = 'SERVICE';
    expect(await refusal('ALTER USER ROTATE PAT own', jane)).toBe('003001');
    await admin.execute(`GRANT ${METHODS} ON USER jane TO ROLE READER`);
    expect([await refusal(addKey, jane), await refusal('ALTER USER ROTATE PAT own', jane)]).toEqual([
        'no refusal',
        'no refusal'
    ]);
    expect(await shown('KEY PAIRS', ['name'], jane)).toEqual([['OWN']]);
    expect(await refusal('ALTER USER admin ADD PAT theirs', jane)).toBe('003001');
});

test('public keys of a user take the same privilege, which sets nothing else; other properties the user may set', async () => {
    const { account } = engine;
    account.addRole({ name: 'HELPER' });
    account.addUser({ name: 'JOHN', defaultRole: 'HELPER' });
    account.grantRole('HELPER', { kind: 'USER', name: 'JOHN' });
    const john = engine.openSession('JOHN');
    const setKey = `ALTER USER john SET RSA_PUBLIC_KEY = '${first.body}'`;
    expect(await refusal(setKey, john)).toBe('003001');
    expect(await refusal(`ALTER USER SET RSA_PUBLIC_KEY_2 = '${first.body}'`, john)).toBe('003001');
    expect(await refusal(`ALTER USER SET COMMENT = 'mine', RSA_PUBLIC_KEY = '${first.body}'`, john)).toBe('003001');
    expect(await refusal('ALTER USER UNSET RSA_PUBLIC_KEY', john)).toBe('003001');
    expect(await refusal(`ALTER USER SET DEFAULT_ROLE = 'HELPER'`, john)).toBe('no refusal');
    await admin.execute(`GRANT ${METHODS} ON USER john TO ROLE HELPER`);
    expect(await refusal(setKey, john)).toBe('no refusal');
    account.grantRole('HELPER', { kind: 'USER', name: 'JANE' });
    const jane = engine.openSession('JANE', { role: 'HELPER' });
    expect(await refusal('ALTER USER john UNSET RSA_PUBLIC_KEY', jane)).toBe('no refusal');
    expect(await refusal(`ALTER USER john SET COMMENT = 'hers'`, jane)).toBe('003001');
});

test('what has expired is rotated too, and its old secret has no hours left', async () => {
    await admin.execute(`ALTER USER jane ADD KEY PAIR old PUBLIC_KEY = '${first.body}' DAYS_TO_EXPIRY = 1`);
    await admin.execute('ALTER USER jane ADD PAT old DAYS_TO_EXPIRY = 1');
    clock.advance(30 * HOUR_MS);
    const rotations = {
        'KEY PAIRS': [`KEY PAIR old PUBLIC_KEY = '${second.body}'`, 'EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS'],
        PATS: ['PAT old', 'EXPIRE_ROTATED_TOKEN_AFTER_HOURS']
    } as const;
    for (const [what, [rotation, hours]] of Object.entries(rotations)) {
        expect(await refusal(`ALTER USER jane ROTATE ${rotation} ${hours} = 1`)).toBe('001420');
        await admin.execute(`ALTER USER jane ROTATE ${rotation}`);
        const statuses = await shown(what, ['rotated_to', 'status']);
        expect(statuses.filter(([, status]) => status === 'ACTIVE')).toEqual([[null, 'ACTIVE']]);
    }
    expect([await byKey(first), await byKey(second)]).toEqual([false, true]);
});

test('a token is rotated by a session that another way opened, and its old secret lives on for some hours', async () => {
    const secretOf = async (statement: string) => String((await admin.execute(statement)).rows[0]?.[1]);
    const old = await secretOf('ALTER USER jane ADD PROGRAMMATIC ACCESS TOKEN nango DAYS_TO_EXPIRY = 30');
    const byToken = await connect(snowflake, { username: 'jane', password: old });
    await expect(byToken.query('ALTER USER jane ROTATE PAT nango')).rejects.toThrow('cannot be changed in a session');
    await byToken.close();
    const fresh = await secretOf('ALTER USER jane ROTATE PAT nango EXPIRE_ROTATED_TOKEN_AFTER_HOURS = 3');
    expect([await signsIn({ password: old }), await signsIn({ password: fresh })]).toEqual([true, true]);
    const columns = ['name', 'status', 'rotated_to'];
    expect(await shown('PATS', columns)).toEqual([
        ['NANGO', 'ACTIVE', null],
        [expect.stringMatching(/^NANGO_ROTATED_\d+$/), 'ACTIVE', 'NANGO']
    ]);
    clock.advance(3 * HOUR_MS);
    expect([await signsIn({ password: old }), await signsIn({ password: fresh })]).toEqual([false, true]);
    await admin.execute('ALTER USER jane MODIFY PAT nango SET DISABLED = TRUE');
    expect(await signsIn({ password: fresh })).toBe(false);
});

test('an account that has no named key pairs yet does not know the commands', async () => {
    engine.account.hasNamedKeyPairs = false;
    const statements = ['SHOW USER KEY PAIRS', `ALTER USER jane ADD KEY PAIR k PUBLIC_KEY = '${first.body}'`];
    const codes = await Promise.all(statements.map(async (statement) => await refusal(statement)));
    engine.account.hasNamedKeyPairs = true;
    expect(codes).toEqual(['001003', '001003']);
});
