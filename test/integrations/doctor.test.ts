/** The doctor at a set-up where one thing after the other is broken: each is found, named, and given a remedy. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Nango } from '@nangohq/node';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { LocalNango } from 'nango-stand-in';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import { checkNode, examine, runDoctor } from '../../cli/doctor/command.js';
import { Report } from '../../cli/doctor/finding.js';
import { proxyFor } from '../../cli/doctor/nango.js';
import { checkRuns } from '../../cli/doctor/runs.js';
import type { Finding } from '../../cli/doctor/finding.js';
import { connectOperator } from '../../local/demo/export-secrets.js';
import { CONNECTION, KEY_PAIR, PASSWORD, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { VERSION } from '../../shared/version.js';

let world: World;
let aws: EmbeddedAws;
let admin: ReturnType<World['engine']['openSession']>;
beforeAll(async () => {
    aws = await startAws({ region: 'us-east-1' });
    world = await startWorld({
        hosts: { '*.amazonaws.com': aws.url },
        role: 'READER',
        place: { warehouse: 'NANGO_WH', database: 'SALES' },
        fill: async (engine) => {
            engine.account.addUser({ name: 'ADMIN', defaultRole: 'ACCOUNTADMIN' });
            engine.account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'ADMIN' });
            admin = engine.openSession('ADMIN');
            for (const statement of [
                'CREATE DATABASE SALES',
                'CREATE TABLE SALES.PUBLIC.ORDERS (ID NUMBER)',
                'CREATE ROLE READER',
                'GRANT USAGE ON DATABASE SALES TO ROLE READER',
                'GRANT USAGE ON SCHEMA SALES.PUBLIC TO ROLE READER',
                'GRANT REFERENCES ON ALL TABLES IN DATABASE SALES TO ROLE READER',
                'GRANT USAGE ON WAREHOUSE NANGO_WH TO ROLE READER'
            ]) {
                await admin.execute(statement);
            }
        }
    });
    connectOperator(world, aws);
});
afterAll(async () => {
    await world.close();
    await aws.close();
});

/** For faults that no connection shows: each connection is asked by a function of its own. */
const NO_CONNECTION: Asked = { connection: [] };

interface Asked {
    readonly key?: string;
    readonly host?: string;
    readonly connection?: readonly string[];
}

/** As a machine asks: what is found is what stands in the JSON, and the exit code says whether it is well. */
async function examined({ key, host, connection }: Asked = {}): Promise<readonly Finding[]> {
    const lines: string[] = [];
    const exitCode = await runDoctor(
        { key: key ?? world.nango.secretKey, host: host ?? world.nango.url, connection, json: true },
        {},
        (line) => lines.push(line)
    );
    const { ok, version, findings } = Answer.parse(JSON.parse(lines.join('\n')));
    expect([ok, version]).toEqual([findings.every(({ status }) => status !== 'failed'), VERSION]);
    expect(exitCode).toBe(ok ? 0 : 1);
    return findings;
}

const Answer = z.object({
    ok: z.boolean(),
    version: z.string(),
    findings: z.array(
        z.object({
            section: z.string(),
            id: z.string(),
            status: z.enum(['ok', 'note', 'failed']),
            message: z.string(),
            remedy: z.string().nullable()
        })
    )
});

/** What is not well, by id; everything else is as in a set-up without faults. */
async function failures(asked?: Asked): Promise<Record<string, string>> {
    const found = (await examined(asked)).filter(({ status }) => status === 'failed');
    // A function's own error has its remedy in its message.
    expect(found.filter(({ id, remedy }) => remedy === null && id !== 'aws.connection')).toEqual([]);
    return Object.fromEntries(found.map(({ id, message, remedy }) => [id, `${message} ${remedy ?? ''}`]));
}

/** Only what the fault is about is looked at, since one fault may show in several checks. */
async function whileBroken(
    breaks: () => unknown,
    mends: () => unknown,
    asked?: Asked
): Promise<Record<string, string>> {
    await breaks();
    try {
        return await failures(asked);
    } finally {
        await mends();
    }
}

async function sql(statement: string): Promise<void> {
    await admin.execute(statement);
}

test('a good set-up passes, with a line for each check', async () => {
    const lines: string[] = [];
    const options = { key: world.nango.secretKey, host: `${world.nango.url}/` };
    const exitCode = await runDoctor(options, {}, (line) => lines.push(line));
    const text = lines.join('\n');
    expect(text).not.toContain('✗');
    expect(exitCode).toBe(0);
    expect(text).toContain(`snowflake-jwt: `);
    expect(text).toContain(`functions of version ${VERSION}`);
    expect(text).toMatch(/AWS takes the keys: arn:aws:iam::/);
    expect(text).toMatch(/All \d+ rights are there/);
    expect(text).toContain(`Connection ${CONNECTION} (snowflake-password)`);
    expect(text).toMatch(/✓ Signed in as NANGO_SVC/);
    expect(text).toMatch(/✓ tables: /);
    // What customers read there is for the operator to decide.
    expect(text).toContain('Customers see "Private API (Basic Auth)"');
    for (const secret of [...world.secrets, world.nango.secretKey]) expect(text).not.toContain(secret);
});

test('a connection that is not there is named', async () => {
    expect(Object.keys(await failures({ connection: ['nobody'] }))).toEqual(['connections.nobody']);
});

test('a Node that is too old is named', () => {
    const report = new Report(() => {});
    checkNode('18.20.1', report);
    expect(report.findings).toMatchObject([{ id: 'node', status: 'failed', remedy: 'Install Node 20 or newer.' }]);
});

test('without a key it says where one is', async () => {
    const found = await examine({ env: 'prod' }, {}, () => {});
    expect(found.at(-1)).toMatchObject({ id: 'nango.key', status: 'failed' });
    expect(found.at(-1)?.message).toContain('NANGO_SECRET_KEY_PROD');
});

test('the key of an environment is taken from where the CLI takes it', async () => {
    const variables = { NANGO_SECRET_KEY_PROD: world.nango.secretKey, NANGO_HOSTPORT: world.nango.url };
    const found = await examine({ env: 'prod', connection: [] }, variables, () => {});
    expect(found).toContainEqual(expect.objectContaining({ id: 'nango.key', status: 'ok' }));
});

test("and from the .env files of the CLI's project", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'doctor-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, 'integrations', '.nango'), { recursive: true });
    writeFileSync(path.join(folder, 'integrations', '.env'), `NANGO_SECRET_KEY_PROD=${world.nango.secretKey}\n`);
    writeFileSync(path.join(folder, '.env'), `NANGO_HOSTPORT=${world.nango.url}\n`);
    const found = await examine({ env: 'prod', connection: [] }, {}, () => {}, folder);
    expect(found).toContainEqual(expect.objectContaining({ id: 'nango.key', status: 'ok' }));
});

test('a key that Nango does not know', async () => {
    expect(Object.keys(await failures({ key: '00000000-0000-4000-8000-000000000000' }))).toEqual(['nango.key']);
});

test('a Nango that is not there, and something else in its place', async () => {
    let status = 200;
    const other = createServer((_request, response) => response.writeHead(status).end('<html>a dashboard</html>'));
    const url = await new Promise<string>((resolve) => {
        other.listen(0, '127.0.0.1', () => {
            const { port }: AddressInfo = Object(other.address());
            resolve(`http://127.0.0.1:${port}`);
        });
    });
    expect(await failures({ host: url })).toEqual({ 'nango.reachable': expect.stringContaining('not as Nango does') });
    for (const [answered, id] of [
        [403, 'nango.key'],
        [502, 'nango.reachable']
    ] as const) {
        status = answered;
        expect(Object.keys(await failures({ host: url }))).toEqual([id]);
    }
    await new Promise((resolve) => {
        other.close(resolve);
    });
    expect(await failures({ host: url })).toEqual({
        'nango.reachable': expect.stringMatching(/ECONNREFUSED|ECONNRESET/)
    });
    expect(await failures({ host: 'nango.acme.example' })).toEqual({ 'nango.host': expect.stringMatching(/https:/) });
});

test('a proxy in the way is named', () => {
    expect(proxyFor('https://api.nango.dev', { HTTPS_PROXY: 'http://p' })).toBe('HTTPS_PROXY');
    expect(proxyFor('http://nango:3003', { HTTPS_PROXY: 'http://p', all_proxy: '' })).toBeNull();
});

test('an environment without anything of this package, and an id that is nearly right', async () => {
    const empty = await LocalNango.start({ folder: INTEGRATIONS_FOLDER });
    try {
        empty.addIntegration('snowflake_jwt', 'snowflake-jwt');
        const found = await examined({ key: empty.secretKey, host: empty.url });
        const of = (status: Finding['status']): string[] =>
            found.filter((each) => each.status === status).map(({ id }) => id);
        expect(of('failed')).toEqual(['integrations']);
        expect(of('note')).toEqual(['integrations.snowflake_jwt.id', 'aws.connection', 'connections']);
    } finally {
        await empty.close();
    }
});

test('a display name of the operator’s own is what customers see', async () => {
    world.nango.addIntegration(PASSWORD, 'private-api-basic', { displayName: 'Snowflake' });
    const found = await examined(NO_CONNECTION);
    world.nango.addIntegration(PASSWORD, 'private-api-basic');
    expect(found.filter(({ id }) => id.startsWith(`integrations.${PASSWORD}`))).toMatchObject([
        { status: 'ok', message: expect.stringContaining('shown to customers as "Snowflake"') }
    ]);
});

test('an integration of another provider', async () => {
    const found = await whileBroken(
        () => world.nango.addIntegration(PASSWORD, 'unauthenticated'),
        () => world.nango.addIntegration(PASSWORD, 'private-api-basic'),
        NO_CONNECTION
    );
    expect(found['integrations.snowflake-password']).toMatch(/unauthenticated\. .*private-api-basic/);
});

test('a function that is not deployed, and one of another version', async () => {
    const all = world.nango.deployments.list();
    const tables = all.find(({ integration, name }) => integration === KEY_PAIR && name === 'tables');
    const event = all.find(({ integration, type }) => integration === PASSWORD && type === 'on-event');
    if (tables === undefined || event === undefined) throw new Error('Functions must be deployed.');
    const { deployments } = world.nango;
    const mend = (): void => {
        deployments.put(tables);
        deployments.put(event);
    };
    const missing = await whileBroken(
        () => {
            deployments.remove(tables);
            deployments.remove(event);
        },
        mend,
        NO_CONNECTION
    );
    expect(missing).toEqual({
        'functions.snowflake-jwt': expect.stringMatching(/lacks tables\. .*npm run deploy/),
        'functions.snowflake-password': expect.stringContaining(`lacks ${event.name}.`)
    });
    const old = await whileBroken(() => deployments.put({ ...tables, version: '0.1.0' }), mend, NO_CONNECTION);
    expect(old).toEqual({
        'functions.snowflake-jwt': expect.stringContaining(`of version 0.1.0, and this is ${VERSION}: tables`)
    });
});

test('a function that is switched off', async () => {
    const { deployments } = world.nango;
    const tables = deployments.list().find(({ integration, name }) => integration === KEY_PAIR && name === 'tables');
    if (tables === undefined) throw new Error('Functions must be deployed.');
    const found = await whileBroken(
        () => deployments.put({ ...tables, enabled: false }),
        () => deployments.put(tables),
        NO_CONNECTION
    );
    expect(found).toEqual({ 'functions.snowflake-jwt.disabled': expect.stringMatching(/Switched off.*tables/) });
});

test('functions of others in an integration of ours, which a deploy of ours removes', async () => {
    const { deployments } = world.nango;
    const tables = deployments.list().find(({ integration, name }) => integration === KEY_PAIR && name === 'tables');
    if (tables === undefined) throw new Error('Functions must be deployed.');
    const theirs = { ...tables, name: 'invoices' };
    deployments.put(theirs);
    const found = await examined(NO_CONNECTION);
    deployments.remove(theirs);
    expect(found.filter(({ id }) => id.endsWith('.others'))).toMatchObject([
        { status: 'note', message: expect.stringContaining('snowflake-jwt also has invoices') }
    ]);
});

test('syncs that failed last, that have not finished for a day, and that are paused', async () => {
    const report = new Report(() => {});
    const known = { id: CONNECTION, integration: KEY_PAIR } as const;
    const nango = new Nango({ host: world.nango.url, secretKey: world.nango.secretKey });
    const connection = world.nango.connections.find(KEY_PAIR, CONNECTION);
    if (connection === null) throw new Error('The customer must be connected.');
    world.nango.schedules.get(connection.id, 'tables', 'base').started = true;
    await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
    await checkRuns(nango, known, report);
    await checkRuns(nango, known, report, Date.now() + 2 * 86_400_000);
    await world.nango.runSync(KEY_PAIR, 'roles', CONNECTION);
    await whileKeyIsGone(async () => await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION));
    await checkRuns(nango, known, report);
    await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION);
    expect(report.findings.map(({ id, status, message }) => [id.split('.').at(-1), status, message])).toEqual([
        ['syncs', 'ok', 'Syncs that run: 1.'],
        ['behind', 'warning', expect.stringMatching(/^Nothing finished for a day: tables \(\d{4}-/)],
        ['failed', 'failed', expect.stringMatching(/^Failed last: tables \(/)],
        ['paused', 'note', expect.stringMatching(/^Paused: roles \(/)]
    ]);
});

async function whileKeyIsGone(work: () => Promise<unknown>): Promise<void> {
    const { rsaPublicKey } = world.engine.account.user(USER);
    world.engine.account.setPublicKey(USER, null);
    await work();
    world.engine.account.setPublicKey(USER, rsaPublicKey);
}

test('an integration with nothing deployed', async () => {
    const found = await whileBroken(
        () => world.nango.addIntegration('qlik-export', 'private-api-bearer'),
        () => {},
        NO_CONNECTION
    );
    // Its functions are deployed: the local Nango begins with all of the project.
    expect(found).toEqual({});
    const mine = world.nango.deployments.list().filter(({ integration }) => integration === 'qlik-export');
    const nothing = await whileBroken(
        () => mine.forEach((each) => world.nango.deployments.remove(each)),
        () => mine.forEach((each) => world.nango.deployments.put(each)),
        NO_CONNECTION
    );
    expect(nothing).toEqual({ 'functions.qlik-export': expect.stringContaining('Nothing is deployed') });
});

test('AWS: no connection, keys that it refuses, and a right that is missing', async () => {
    const operator = world.nango.connections.get('aws', 'export-secrets');
    const before = operator.credentials;
    const mend = (): void => {
        operator.credentials = before;
    };
    const unknown = await whileBroken(
        () => {
            operator.credentials = { type: 'BASIC', username: 'AKIAUNKNOWN', password: 'not-the-right-one' };
        },
        mend,
        NO_CONNECTION
    );
    expect(Object.keys(unknown)).toEqual(['aws.connection']);

    const rights = [
        'CreateSecret',
        'DescribeSecret',
        'GetSecretValue',
        'PutSecretValue',
        'DeleteSecret',
        'TagResource'
    ];
    const keys = aws.identities.createUser(
        'half-way',
        allow([...rights, 'UpdateSecretVersionStage'].map((right) => `secretsmanager:${right}`).concat('glue:*'))
    );
    const lacking = await whileBroken(
        () => {
            operator.credentials = { type: 'BASIC', username: keys.accessKeyId, password: keys.secretAccessKey };
        },
        mend,
        NO_CONNECTION
    );
    expect(Object.keys(lacking)).toEqual(['aws.secretsmanager:RestoreSecret']);
    expect(lacking['aws.secretsmanager:RestoreSecret']).toMatch(/Add to its policy: \{"Effect":"Allow"/);

    const gone = await whileBroken(
        () => world.nango.connections.delete(operator),
        () => connectOperator(world, aws)
    ).catch(async () => await failures());
    expect(gone['aws.connection']).toContain('There is no connection "export-secrets"');

    world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', 'assumed-role');
    const elsewhere = await examined(NO_CONNECTION);
    world.nango.addConnection({
        integration: 'aws',
        id: 'assumed-role',
        credentials: before,
        connectionConfig: operator.connectionConfig
    });
    const there = await examined(NO_CONNECTION);
    world.nango.environment.delete('EXPORT_SECRETS_AWS_CONNECTION');
    expect(said(elsewhere)).toContain('There is no connection "assumed-role"');
    expect(said(there)).toMatch(/AWS takes the keys/);
});

test('an access token that ends soon is a warning with its remedy, and nothing has failed for it', async () => {
    const user = world.engine.account.user(USER);
    const now = world.engine.account.now();
    const before = user.namedAccessTokens;
    const [secret = ''] = user.programmaticAccessTokens;
    user.namedAccessTokens = { NANGO: { secret, role: null, createdOn: now, expiresAt: now + 86_400_000 } };
    const lines: string[] = [];
    const options = { key: world.nango.secretKey, host: world.nango.url };
    const exitCode = await runDoctor(options, {}, (line) => lines.push(line));
    user.namedAccessTokens = before;
    expect(exitCode).toBe(0);
    expect(lines.join('\n')).toMatch(/! The access token NANGO ends on .*\n +→ Rotate it \(the action rotate-token/);
});

test('a connection whose password does not fit', async () => {
    const connection = world.nango.connections.get(PASSWORD, CONNECTION);
    const before = connection.credentials;
    const found = await whileBroken(
        () => {
            connection.credentials = { type: 'BASIC', username: 'NANGO_SVC', password: 'mistyped' };
        },
        () => {
            connection.credentials = before;
        }
    );
    expect(found).toEqual({
        [`connections.${PASSWORD}.${CONNECTION}.sign_in`]: expect.stringContaining('Incorrect username or password')
    });
});

test('what Nango notes of a connection, and one whose account is none', async () => {
    const connection = world.nango.connections.get(PASSWORD, CONNECTION);
    connection.authFailed = true;
    const noted = await examined({ connection: [CONNECTION] });
    connection.authFailed = false;
    expect(noted.find(({ id }) => id.endsWith('.noted'))?.message).toContain('its credentials failed');

    const before = connection.connectionConfig;
    const found = await whileBroken(
        () => {
            connection.connectionConfig = { ...before, account: 'https://evil.example.com' };
        },
        () => {
            connection.connectionConfig = before;
        }
    );
    expect(Object.entries(found).map(([id, text]) => `${id} ${text}`)).toEqual([
        expect.stringMatching(new RegExp(`^connections.${PASSWORD}.${CONNECTION}..*account`))
    ]);
});

test.each([
    [
        'warehouse',
        'REVOKE USAGE ON WAREHOUSE NANGO_WH FROM ROLE READER',
        'GRANT USAGE ON WAREHOUSE NANGO_WH TO ROLE READER'
    ],
    ['database', 'REVOKE USAGE ON DATABASE SALES FROM ROLE READER', 'GRANT USAGE ON DATABASE SALES TO ROLE READER'],
    [
        'tables',
        'REVOKE REFERENCES ON TABLE SALES.PUBLIC.ORDERS FROM ROLE READER',
        'GRANT REFERENCES ON TABLE SALES.PUBLIC.ORDERS TO ROLE READER'
    ]
])('a grant that is missing: %s', async (check, revoke, grant) => {
    const found = await whileBroken(
        async () => await sql(revoke),
        async () => await sql(grant)
    );
    expect(Object.keys(found)).toContain(`connections.${KEY_PAIR}.${CONNECTION}.${check}`);
    // The driver is told by its sign-in already, which names what the connection asks for.
    const driver = Object.entries(found).filter(([id]) => id.startsWith(`connections.${PASSWORD}.`));
    expect(driver.map(([, text]) => text.toLowerCase()).join(' ')).toContain(check);
});

test('a network policy that keeps Nango out', async () => {
    const found = await whileBroken(
        async () => {
            await sql("CREATE NETWORK POLICY ELSEWHERE ALLOWED_IP_LIST = ('203.0.113.10')");
            await sql('ALTER USER NANGO_SVC SET NETWORK_POLICY = ELSEWHERE');
        },
        async () => await sql('ALTER USER NANGO_SVC UNSET NETWORK_POLICY')
    );
    for (const integration of [KEY_PAIR, PASSWORD]) {
        expect(found[`connections.${integration}.${CONNECTION}.sign_in`]).toMatch(/network policy/);
    }
});

function said(found: readonly Finding[]): string | undefined {
    return found.find(({ id }) => id === 'aws.connection')?.message;
}

/** A policy of these actions alone. */
function allow(actions: readonly string[]): object {
    return {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }]
    };
}
