/**
 * `npm run test:readers`: the Python connector, in an old and in the present version, signs in to the embedded Snowflake
 * with what the secret's formats hold. Where it cannot be had this says so and exits with 3: not run is not passed.
 */
import { spawn } from 'node:child_process';
import { KEY_FORMATS, PASSWORD_FORMATS } from '../shared/export-secrets/types/snowflake-formats.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import { smallAccount } from '../test/integrations/export-secrets/account.js';
import { NotRun, pythonWith } from './python.js';

const VERSIONS = ['3.18.1', '5.2.0'] as const;
const EXIT_NOT_RUN = 3;

/** Takes the secret as the page's jobs do: by its key names, as they stand. */
const READER = `
import json, sys
import snowflake.connector
given = json.load(sys.stdin)
secret = given["secret"]
names = ("account", "warehouse", "database", "password", "authenticator", "private_key", "role")
options = {name: secret[name] for name in names if name in secret}
connection = snowflake.connector.connect(
    user=secret["username"], host=given["host"], port=given["port"], protocol="http", login_timeout=15, **options)
print("READ", connection.cursor().execute("SELECT 1").fetchone()[0])
connection.close()
`;

interface Case {
    readonly what: string;
    readonly secret: string;
    /** Versions that are known to refuse it. */
    readonly refusedBy: readonly string[];
}

async function read(python: string, secret: string, url: URL): Promise<string> {
    const child = spawn(python, ['-W', 'ignore', '-c', READER], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const given = { secret: JSON.parse(secret), host: url.hostname, port: Number(url.port) };
    child.stdin.end(JSON.stringify(given));
    await new Promise((resolve) => child.once('close', resolve));
    return output.trim();
}

function contentOf(content: { secretString: string } | undefined): string {
    return content?.secretString ?? '';
}

async function main(): Promise<number> {
    const account = smallAccount();
    const snowflake = await startSnowflake({ engine: account.engine });
    const common = {
        type: 'snowflake' as const,
        account: 'myorg-myaccount',
        warehouse: 'WH',
        database: 'DB',
        username: account.user
    };
    const key = { ...common, authenticator: 'SNOWFLAKE_JWT' as const, private_key: account.privateKey };
    const cases: readonly Case[] = [
        {
            what: 'page, password',
            secret: contentOf(PASSWORD_FORMATS['page']?.({ ...common, password: account.password })),
            refusedBy: []
        },
        { what: 'page, key pair', secret: contentOf(KEY_FORMATS['page']?.(key)), refusedBy: ['3.18.1'] },
        { what: 'page_der, key pair', secret: contentOf(KEY_FORMATS['page_der']?.(key)), refusedBy: [] }
    ];
    let failures = 0;
    try {
        for (const version of VERSIONS) {
            const python = await pythonWith(`snowflake-connector-python==${version}`);
            for (const { what, secret, refusedBy } of cases) {
                const output = await read(python, secret, new URL(snowflake.url));
                const isRead = output.endsWith('READ 1');
                const isRight = isRead !== refusedBy.includes(version);
                if (!isRight) failures += 1;
                const outcome = `${isRead ? 'reads' : 'refuses'} ${what}`;
                console.log(`${isRight ? 'ok  ' : 'FAIL'} snowflake-connector-python ${version} ${outcome}`);
            }
        }
    } finally {
        await snowflake.close();
    }
    return failures === 0 ? 0 : 1;
}

try {
    process.exitCode = await main();
} catch (error) {
    if (!(error instanceof NotRun)) throw error;
    console.error(`READER TESTS DID NOT RUN: ${error.message}`);
    process.exitCode = EXIT_NOT_RUN;
}
