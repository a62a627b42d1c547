import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deferred } from 'snowflake-stand-in/protocol/deferred.js';
import { driverClient } from '../../../../shared/snowflake/driver/client.js';
import { embedded } from './account.js';

const paths = (sent: readonly { readonly path: string }[]): string[] =>
    sent.map(({ path }) => path.split('?')[0] ?? '');

/** The driver waits seconds before it repeats a request. */
function hurryTimers(): void {
    const wait = setTimeout;
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => wait(run, ms / 50));
    onTestFinished(() => {
        vi.unstubAllGlobals();
    });
}

test('a session is opened on first use, shared, and closed once', async () => {
    const { client, server, proxied } = await embedded();
    const own = client();
    expect(proxied).toEqual([]);
    await Promise.all([own.execute('NUMBERS 1'), own.execute('NUMBERS 2'), own.execute('NUMBERS 3')]);
    expect(server.sessions.openCount).toBe(1);
    await own.close();
    await own.close();
    expect(server.sessions.openCount).toBe(0);
    expect(paths(proxied)).toEqual([
        '/session/v1/login-request',
        '/queries/v1/query-request',
        '/queries/v1/query-request',
        '/queries/v1/query-request',
        '/session'
    ]);
});

test('a client that was never used says nothing to Snowflake', async () => {
    const { client, proxied } = await embedded();
    await client().close();
    expect(proxied).toEqual([]);
});

test('what is asked after a sign-out opens another session', async () => {
    const { client, server } = await embedded();
    const own = client();
    await own.execute('NUMBERS 1');
    await own.signOut?.();
    expect(server.sessions.openCount).toBe(0);
    expect((await own.execute('NUMBERS 2')).rowCount).toBe(2);
    await own.close();
    expect(server.sessions.openCount).toBe(0);
});

test('closing waits for a sign-in that is under way, so that no session is left behind', async () => {
    const { client, server, proxied } = await embedded();
    const own = client();
    const running = own.execute('NUMBERS 1').catch(() => undefined);
    await expect.poll(() => proxied.length).toBeGreaterThan(0);
    await own.close();
    await running;
    expect(server.sessions.openCount).toBe(0);
});

test('a session in which a submitted statement still runs is not logged out: Snowflake would end the statement', async () => {
    const { client, account, proxied } = await embedded();
    const own = client();
    const handle = await own.submit('WAIT');
    await own.close();
    expect(paths(proxied)).toEqual(['/session/v1/login-request', '/queries/v1/query-request']);
    expect(account.aborted).toEqual([]);
    expect(await client().status(handle)).toMatchObject({ state: 'running' });
});

test('a closed client does not sign in again', async () => {
    const { client, proxied } = await embedded();
    const own = client();
    await own.close();
    await expect(own.execute('NUMBERS 1')).rejects.toThrow('closed');
    expect(proxied).toEqual([]);
});

test('everything goes to the account’s host, and never with the connection’s Basic credentials', async () => {
    const { client, proxied, account } = await embedded();
    await client().execute('NUMBERS 1');
    for (const { host, headers } of proxied) {
        expect(host).toBe('xy12345.us-east-1.snowflakecomputing.com');
        expect(headers['authorization']).toMatch(/^Basic$|^Snowflake Token="/);
        expect(JSON.stringify(headers)).not.toContain(account.password);
    }
});

test('role, warehouse and database of the connection come with the sign-in; empty ones do not', async () => {
    const { client, proxied } = await embedded();
    const names = await client({ config: { role: '', warehouse: 'WH', database: 'my db' } }).signIn();
    const query = new URLSearchParams(proxied[0]?.path.split('?')[1]);
    expect([query.get('roleName'), query.get('warehouse'), query.get('databaseName')]).toEqual([null, 'WH', '"my db"']);
    expect(names).toMatchObject({ warehouse: 'WH', database: 'my db' });
});

test('a programmatic access token stands in for the password', async () => {
    const { client, account } = await embedded();
    expect((await client({ password: account.accessToken }).execute('NUMBERS 1')).rowCount).toBe(1);
});

describe('when tokens end', () => {
    test('an expired session token is renewed without a new sign-in', async () => {
        const { client, server, proxied } = await embedded();
        const own = client();
        await own.execute('NUMBERS 1');
        server.sessions.expireSessionTokens();
        expect((await own.execute('NUMBERS 2')).rowCount).toBe(2);
        expect(paths(proxied).filter((path) => path.startsWith('/session'))).toEqual([
            '/session/v1/login-request',
            '/session/token-request'
        ]);
    });

    test.for(['expireMasterTokens', 'closeAll'] as const)('after %s there is one new sign-in', async (end) => {
        const { client, server, proxied } = await embedded();
        const own = client();
        await own.execute('NUMBERS 1');
        server.sessions[end]();
        const results = await Promise.all([own.execute('NUMBERS 2'), own.execute('NUMBERS 3')]);
        expect(results.map(({ rowCount }) => rowCount)).toEqual([2, 3]);
        expect(paths(proxied).filter((path) => path.endsWith('login-request'))).toHaveLength(2);
    });

    test('a session that is lost while a statement runs is replaced, and the result still read', async () => {
        const { client, server, account } = await embedded();
        const own = client();
        const hold = server.faults.hold('NUMBERS 7');
        const running = own.execute('NUMBERS 7');
        await hold.reached;
        server.sessions.expireMasterTokens();
        hold.release();
        expect((await running).rowCount).toBe(7);
        expect(account.executed.filter(({ statement }) => statement === 'NUMBERS 7')).toHaveLength(1);
    });

    test('a session that is lost in the middle of a result is replaced when its chunks must be signed anew', async () => {
        const { client, server, fetched } = await embedded();
        const result = await client().execute('NUMBERS 300');
        await result.partition(1);
        server.sessions.expireMasterTokens();
        server.faults.order({ kind: 'status', status: 403 }, { path: fetched[0]?.path.split('?')[0] ?? '' });
        expect((await result.partition(1)).length).toBeGreaterThan(0);
    });

    test('a second sign-in that is refused is what the caller hears', async () => {
        const { client, server } = await embedded();
        const own = client();
        await own.execute('NUMBERS 1');
        server.sessions.closeAll();
        server.faults.refuseAddress('203.0.113.9');
        await expect(own.execute('NUMBERS 2')).rejects.toMatchObject({ code: 'network_policy' });
    });
});

describe('when the network breaks', () => {
    test('a statement whose answer was lost runs once', async () => {
        hurryTimers();
        const { client, server, account } = await embedded();
        const own = client();
        await own.execute('NUMBERS 1');
        server.faults.order({ kind: 'drop-after' }, { path: '/queries/v1/query-request' });
        expect((await own.execute('INSERT INTO T VALUES (1)')).stats?.rowsInserted).toBe(1);
        expect(account.executed.filter(({ statement }) => statement.startsWith('INSERT'))).toHaveLength(1);
    });

    test('a proxy that never answers is given up, never waited for', async () => {
        const { client, breakProxy } = await embedded();
        const own = client({}, { callTimeoutMs: 50, cancelTimeoutMs: 50, closeTimeoutMs: 50 });
        await own.signIn();
        breakProxy(() => new Promise(() => {}));
        await expect(own.execute('NUMBERS 1')).rejects.toMatchObject({ code: 'outcome_unknown' });
    });

    test('a statement whose answer does not come in time is cancelled, and its session closed', async () => {
        const { handle, server, account, proxied } = await embedded();
        const nango = handle();
        const started = deferred();
        const own = driverClient(
            {
                ...nango,
                proxy: async (config) => {
                    if (config.endpoint.includes('abort-request')) await started.promise;
                    const answer = await nango.proxy(config);
                    if (!config.endpoint.includes('query-request')) return answer;
                    started.resolve();
                    return await new Promise<never>(() => {});
                }
            },
            { callTimeoutMs: 50 }
        );
        await expect(own.execute('WAIT')).rejects.toMatchObject({ code: 'outcome_unknown' });
        expect(account.aborted).toEqual(['WAIT']);
        await own.close();
        expect(server.sessions.openCount).toBe(0);
        expect(paths(proxied)).toEqual([
            '/session/v1/login-request',
            '/queries/v1/query-request',
            '/queries/v1/abort-request',
            '/session'
        ]);
    });

    test('a poll whose answer does not come in time cancels its statement in the same session', async () => {
        const { handle, server, account, proxied } = await embedded();
        const nango = handle();
        const own = driverClient(
            {
                ...nango,
                proxy: async (config) =>
                    config.endpoint.includes('/result') ? await new Promise<never>(() => {}) : await nango.proxy(config)
            },
            { callTimeoutMs: 1_000 }
        );
        await expect(own.execute('WAIT')).rejects.toMatchObject({ code: 'outcome_unknown' });
        expect(account.aborted).toEqual(['WAIT']);
        expect(server.sessions.openCount).toBe(0);
        expect(paths(proxied).filter((path) => path.endsWith('login-request'))).toHaveLength(1);
    });

    test('a session that comes after its sign-in was given up is closed', async () => {
        const { handle, server, proxied } = await embedded();
        const nango = handle();
        const given = deferred();
        const own = driverClient(
            {
                ...nango,
                proxy: async (config) => {
                    const answer = await nango.proxy(config);
                    await given.promise;
                    return answer;
                }
            },
            { loginTimeoutMs: 200 }
        );
        await expect(own.execute('NUMBERS 1')).rejects.toMatchObject({ code: 'login_timeout' });
        await own.close();
        await expect.poll(() => server.sessions.openCount).toBe(1);
        given.resolve();
        await expect.poll(() => server.sessions.openCount).toBe(0);
        expect(paths(proxied)).toEqual(['/session/v1/login-request', '/session']);
    });

    test('an interruption by Nango ends the call as it is, without retries', async () => {
        const { client, breakProxy, proxied } = await embedded();
        const own = client();
        await own.signIn();
        const interruption = Object.assign(new Error(''), { code: 'execution_interrupted' });
        breakProxy(() => Promise.reject(interruption));
        await expect(own.execute('NUMBERS 1')).rejects.toBe(interruption);
        expect(proxied).toHaveLength(2);
    });
});
