import { expect, test } from 'vitest';
import { StatementFailure } from 'snowflake-stand-in/types.js';
import type { Session, SessionContext } from 'snowflake-stand-in/types.js';
import { loginIdentifier, nextSwitch, wantedNames } from '../../../../shared/snowflake/driver/names.js';
import { Turns } from '../../../../shared/snowflake/driver/turns.js';
import type { FakeAccount } from 'snowflake-stand-in/protocol/fake-engine.js';
import { embedded } from './account.js';

const KINDS = { ROLE: 'role', WAREHOUSE: 'warehouse', DATABASE: 'database', SCHEMA: 'schema' } as const;

/** An account whose sessions follow USE, as Snowflake's do: a database brings its schema PUBLIC. */
function following(account: FakeAccount): FakeAccount {
    const openSession = (loginName: string, context: SessionContext = {}): Session => {
        const names: Record<string, string | null> = {
            role: context.role ?? 'PUBLIC',
            warehouse: context.warehouse ?? null,
            database: context.database ?? null,
            schema: context.schema ?? null
        };
        const inner = account.engine.openSession(loginName, {});
        return {
            parameter: (name) => inner.parameter(name),
            setParameter: (name, value) => inner.setParameter(name, value),
            close: async () => await inner.close(),
            user: loginName,
            get role() {
                return names['role'] ?? null;
            },
            get warehouse() {
                return names['warehouse'] ?? null;
            },
            get database() {
                return names['database'] ?? null;
            },
            get schema() {
                return names['schema'] ?? null;
            },
            execute: async (statement, binds, signal) => {
                const use = /^USE (ROLE|WAREHOUSE|DATABASE|SCHEMA) "(.+)"$/.exec(statement);
                if (!use) return await inner.execute(statement, binds, signal);
                account.executed.push({ statement, binds: binds ?? [] });
                const kind = Reflect.get(KINDS, use[1] ?? '');
                if (use[2] === 'NONE') {
                    throw new StatementFailure(
                        '002043',
                        '02000',
                        'Object does not exist, or operation cannot be performed.'
                    );
                }
                names[kind] = use[2] ?? null;
                if (kind === 'database') names['schema'] = 'PUBLIC';
                return { kind: 'other', columns: [], rows: [] };
            }
        };
    };
    return { ...account, engine: { ...account.engine, openSession } };
}

async function signedIn() {
    const { client, account: own } = await embedded({}, following);
    const statements = (): readonly string[] => own.executed.map(({ statement }) => statement);
    return { own: client({ config: { role: 'PUBLIC', database: 'MAIN', schema: 'S' } }), statements };
}

test('a statement with the session’s own names needs no switch', async () => {
    const { own, statements } = await signedIn();
    await own.execute('NUMBERS 1', { role: 'PUBLIC', database: 'MAIN' });
    expect(statements()).toEqual(['NUMBERS 1']);
});

test('other names are switched to, kept while they fit, and switched back', async () => {
    const { own, statements } = await signedIn();
    await own.execute('NUMBERS 1', { role: 'ANALYST', warehouse: 'Big "One"' });
    await own.execute('NUMBERS 2', { role: 'ANALYST' });
    await own.execute('NUMBERS 3', { database: 'OTHER' });
    await own.execute('NUMBERS 4');
    expect(statements()).toEqual([
        'USE ROLE "ANALYST"',
        'USE WAREHOUSE "Big ""One"""',
        'NUMBERS 1',
        'NUMBERS 2',
        'USE ROLE "PUBLIC"',
        'USE DATABASE "OTHER"',
        'NUMBERS 3',
        'USE DATABASE "MAIN"',
        'USE SCHEMA "S"',
        'NUMBERS 4'
    ]);
});

test('statements side by side each run with their own names', async () => {
    const { own, statements } = await signedIn();
    const roles = ['A', 'B', 'A', 'B', 'A'];
    await Promise.all(roles.map((role, index) => own.execute(`NUMBERS ${index}`, { role })));
    let current = 'PUBLIC';
    const ranAs: Record<string, string> = {};
    for (const statement of statements()) {
        const use = /^USE ROLE "(.+)"$/.exec(statement);
        if (use?.[1] === undefined) ranAs[statement] = current;
        else current = use[1];
    }
    expect(ranAs).toEqual(Object.fromEntries(roles.map((role, index) => [`NUMBERS ${index}`, role])));
});

test('a USE of the caller’s own is undone before the next statement', async () => {
    const { own, statements } = await signedIn();
    await own.execute('USE DATABASE "OTHER"');
    await own.execute('NUMBERS 1');
    expect(statements()).toEqual(['USE DATABASE "OTHER"', 'USE DATABASE "MAIN"', 'USE SCHEMA "S"', 'NUMBERS 1']);
});

test.for([
    ['warehouse', 'warehouse_not_available'],
    ['role', 'role_not_granted'],
    ['database', 'object_not_found']
] as const)('a %s that is not there is said to be that', async ([kind, code]) => {
    const { own, statements } = await signedIn();
    await expect(own.execute('NUMBERS 1', { [kind]: 'NONE' })).rejects.toMatchObject({ code, vendorCode: '002043' });
    expect(statements()).not.toContain('NUMBERS 1');
    expect((await own.execute('NUMBERS 2')).rowCount).toBe(2);
});

test('the schema of the login belongs to its database', () => {
    const login = { role: 'R', database: 'D', schema: 'S' };
    expect(wantedNames(login, {})).toMatchObject({ database: 'D', schema: 'S' });
    expect(wantedNames(login, { database: 'E' }).schema).toBeUndefined();
    expect(wantedNames(login, { database: 'E', schema: 'T' })).toMatchObject({ database: 'E', schema: 'T' });
});

test('a role comes first: it decides what the others may be', () => {
    const wanted = { role: 'R', warehouse: 'W', database: 'D', schema: 'S' };
    expect(nextSwitch({}, wanted)?.statement).toBe('USE ROLE "R"');
    expect(nextSwitch({ role: 'R' }, wanted)?.statement).toBe('USE WAREHOUSE "W"');
    expect(nextSwitch(wanted, wanted)).toBeUndefined();
    expect(nextSwitch(wanted, {})).toBeUndefined();
});

test('a server that does not say what is current is believed to have switched', async () => {
    const turns = new Turns({ role: 'A' });
    const switched: string[] = [];
    const take = () =>
        turns.take(
            { role: 'B' },
            async ({ statement }) => {
                switched.push(statement);
                return {};
            },
            async () => ({ names: {} })
        );
    await take();
    await take();
    expect(switched).toEqual(['USE ROLE "B"']);
});

test.for([
    ['WH', 'WH'],
    ['compute_wh', '"compute_wh"'],
    ['mixedCase', '"mixedCase"'],
    ['my wh', '"my wh"'],
    ['a"b', '"a""b"']
] as const)('a sign-in names %s as %s', ([name, identifier]) => {
    expect(loginIdentifier(name)).toBe(identifier);
});

test('a session that accepts a switch and does not make it is given up', async () => {
    const turns = new Turns({ role: 'A', database: 'D' });
    let switches = 0;
    const stubborn = async () => {
        switches += 1;
        return { role: switches % 2 === 0 ? 'A' : 'B', database: 'D' };
    };
    await expect(turns.take({ role: 'B', database: 'E' }, stubborn, async () => ({ names: {} }))).rejects.toMatchObject(
        {
            code: 'unexpected_response'
        }
    );
    expect(switches).toBeLessThan(10);
});
