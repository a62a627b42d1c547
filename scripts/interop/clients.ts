/**
 * Other people's clients of Snowflake, each run against one embedded account: they sign in with a key pair and a
 * token, read every type, page, roll back and meet errors; dbt builds a project twice, the second time incrementally.
 * All but the Node driver ask for Arrow by default and take the JSON that the account answers with.
 */
import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { createEngine } from 'snowflake-stand-in/engine/engine.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';

import { NotRun, pythonWith } from '../python.js';

const run = promisify(execFile);
const SOURCES = resolve('test/interop/clients');
const CACHE = resolve('.work/interop');
const GO_DRIVER = 'github.com/snowflakedb/gosnowflake v1.19.1';
const JDBC = { version: '4.4.1', artifact: 'net.snowflake:snowflake-jdbc:4.4.1' };

export interface Command {
    readonly file: string;
    readonly args: readonly string[];
    readonly cwd?: string;
    /** How often it runs against the same account. */
    readonly times?: number;
}

export interface Client {
    readonly name: string;
    /** Installs what is missing. Throws NotRun where the machine lacks the language, or nothing can be installed. */
    prepare(): Promise<Command>;
}

export const CLIENTS: readonly Client[] = [
    { name: 'node', prepare: async () => ({ file: process.execPath, args: [tsx(), join(SOURCES, 'client.ts')] }) },
    pythonConnector('python-5', '5.2.0'),
    pythonConnector('python-4', '4.8.1'),
    { name: 'go', prepare: goClient },
    { name: 'jdbc', prepare: jdbcClient },
    { name: 'dbt', prepare: dbtBuild }
];

function tsx(): string {
    return resolve('node_modules/tsx/dist/cli.mjs');
}

function pythonConnector(name: string, version: string): Client {
    return {
        name,
        prepare: async () => ({
            file: await pythonWith(`snowflake-connector-python==${version}`),
            args: ['-W', 'ignore', join(SOURCES, 'client.py')]
        })
    };
}

async function needs(command: string, args: readonly string[]): Promise<void> {
    await run(command, [...args]).catch(() => {
        throw new NotRun(`${command} was not found on PATH.`);
    });
}

async function goClient(): Promise<Command> {
    await needs('go', ['version']);
    const folder = join(CACHE, 'go');
    await mkdir(folder, { recursive: true });
    await cp(join(SOURCES, 'client.go'), join(folder, 'main.go'));
    await writeFile(join(folder, 'go.mod'), `module interop\n\ngo 1.23\n\nrequire ${GO_DRIVER}\n`);
    const file = join(folder, 'client');
    await run('go', ['build', '-mod=mod', '-o', file, '.'], { cwd: folder }).catch((error: unknown) => {
        const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
        // What is wrong with our own lines is a failure; a module that cannot be had is not.
        if (/^\.\/main\.go:/m.test(said)) throw error;
        throw new NotRun('gosnowflake could not be installed.', { cause: error });
    });
    return { file, args: [] };
}

async function jdbcClient(): Promise<Command> {
    await needs('java', ['-version']);
    const folder = join(CACHE, 'jdbc');
    const jar = join(folder, `snowflake-jdbc-${JDBC.version}.jar`);
    const known = await stat(jar).then(
        () => true,
        () => false
    );
    if (!known) {
        await needs('mvn', ['--version']);
        const copy = ['-q', '-B', 'dependency:copy', `-Dartifact=${JDBC.artifact}`, `-DoutputDirectory=${folder}`];
        await run('mvn', copy, { cwd: tmpdir() }).catch((error: unknown) => {
            throw new NotRun('The JDBC driver could not be installed.', { cause: error });
        });
    }
    const options = ['--add-opens=java.base/java.nio=ALL-UNNAMED', '-Duser.timezone=UTC'];
    return { file: 'java', args: [...options, '-cp', jar, join(SOURCES, 'Client.java')] };
}

/** From dbt-core 1.12 on its parser comes from outside the package registry: the release before is taken. */
async function dbtBuild(): Promise<Command> {
    const python = await pythonWith('dbt-core==1.10.23', 'dbt-snowflake==1.10.8');
    const folder = join(CACHE, 'dbt');
    await rm(folder, { recursive: true, force: true });
    const args = ['build', '--profiles-dir', '.', '--target-path', folder, '--log-path', folder, '--no-use-colors'];
    return { file: join(dirname(python), 'dbt'), args, cwd: resolve('test/interop/dbt'), times: 2 };
}

const TYPES = `SELECT 12345678901234567890123456789012345678 AS FIXED, -1.5::NUMBER(10,2) AS SCALED, 0.25::FLOAT AS "FLOAT",
    'it''s 表' AS TEXT, TRUE AS BOOL, '1969-12-31'::DATE AS "DATE", '23:59:59.123'::TIME(3) AS "TIME",
    '2024-02-29 12:34:56.123456'::TIMESTAMP_NTZ AS NTZ, '2024-02-29 12:34:56.5'::TIMESTAMP_NTZ(1) AS NTZ1,
    '2024-02-29 12:34:56 +00:00'::TIMESTAMP_LTZ(0) AS LTZ, '2024-02-29 12:34:56.1 +05:30'::TIMESTAMP_TZ(3) AS TZ,
    TO_BINARY('00ff10', 'HEX') AS BIN, NULL::VARCHAR AS NOTHING, PARSE_JSON('{"a":[1,"b"]}') AS V,
    ARRAY_CONSTRUCT(1, 2) AS A`;

/** Small chunks, so that results of a test's size come in many. */
const CHUNKS = { firstBytes: 2000, laterBytes: 100_000, rows: Number.POSITIVE_INFINITY };

/** Starts the account for as long as `work` takes; what it is given runs a client and answers whether it passed. */
export async function withAccount(
    work: (run: (client: Client, command: Command) => Promise<boolean>) => Promise<void>
): Promise<void> {
    const engine = await createEngine();
    const { account } = engine;
    const keys = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    const token = randomUUID();
    account.addWarehouse({ name: 'WH' });
    account.addDatabase({ name: 'DB' });
    account.addNetworkPolicy({ name: 'LOOPBACK', allowed: ['127.0.0.1'] });
    account.addUser({
        name: 'CLIENT',
        defaultRole: 'ACCOUNTADMIN',
        networkPolicy: 'LOOPBACK',
        programmaticAccessTokens: [token]
    });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'CLIENT' });
    account.setPublicKey('CLIENT', keys.publicKey);
    const snowflake = await startSnowflake({ engine, chunks: CHUNKS });
    const folder = await mkdtemp(join(tmpdir(), 'interop-'));
    try {
        const keyFile = join(folder, 'key.p8');
        await writeFile(keyFile, keys.privateKey, { mode: 0o600 });
        const env = {
            INTEROP_ACCOUNT_NAME: 'xy12345',
            INTEROP_HOST: '127.0.0.1',
            INTEROP_PORT: String(snowflake.port),
            INTEROP_USER: 'CLIENT',
            INTEROP_TOKEN: token,
            INTEROP_KEY_FILE: keyFile,
            INTEROP_TYPES: TYPES,
            DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
            SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true'
        };
        // One that lives for ten minutes, so each client gets its own.
        const withOAuth = () => ({
            ...env,
            INTEROP_OAUTH_TOKEN: snowflake.oauth.consent('CLIENT', 'ACCOUNTADMIN').accessToken
        });
        await work((client, command) => passes(client, command, withOAuth()));
    } finally {
        await snowflake.close();
        await rm(folder, { recursive: true, force: true });
    }
}

async function passes(client: Client, command: Command, env: Readonly<Record<string, string>>): Promise<boolean> {
    const { file, args, cwd, times = 1 } = command;
    for (let time = 1; time <= times; time += 1) {
        console.log(`\n${client.name}${times > 1 ? `, time ${time}` : ''}`);
        const child = spawn(file, [...args], { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
        const code = await new Promise<number>((done, fail) => {
            child.once('error', fail);
            child.once('exit', (ended) => done(ended ?? 1));
        });
        if (code !== 0) return false;
    }
    return true;
}
