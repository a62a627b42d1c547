/**
 * The local Nango, with an embedded Snowflake account and an AWS account behind it, and one customer who is connected
 * already. Keys and passwords are made afresh at each start.
 */
import { randomBytes } from 'node:crypto';

import { startAws } from 'aws-stand-in/server.js';
import { compileIfStale } from 'nango-cli/compile.js';
import { LocalNango } from 'nango-stand-in/local-nango.js';
import { createEngine } from 'snowflake-stand-in/engine/engine.js';
import {
    ADMIN_USER,
    buildSampleAccount,
    READER_WAREHOUSE,
    SERVICE_USER
} from 'snowflake-stand-in/engine/sample-account.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import { z } from 'zod';

import { INTEGRATIONS_FOLDER, SOURCES } from '../../../scripts/nango.js';
import { CUSTOMER } from './customer.js';

import type { SyncRun } from 'nango-stand-in/local-nango.js';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import type { Demo, NangoServer } from './nango.js';

const PublicKey = z.base64();

const ATTEMPTS = 3;
const SAMPLE = 'sample-customer';
const ACCOUNT = 'myorg-myaccount';
/** Sees everything; a customer would grant a role of its own less (the README's grants). */
const ROLE = 'ACCOUNTADMIN';

export interface LocalOptions {
    readonly webhookUrl: string;
    readonly onSync: (run: SyncRun) => void;
    readonly say: (line: string) => void;
}

export async function localNango({ webhookUrl, onSync, say }: LocalOptions): Promise<NangoServer> {
    say('Compiling what is stale with the nango CLI ...');
    await compileIfStale(INTEGRATIONS_FOLDER, SOURCES);
    const engine = await createEngine();
    await buildSampleAccount(engine);
    const secrets = newSecrets(engine);
    const { password } = secrets;
    engine.account.grantRole(ROLE, { kind: 'USER', name: SERVICE_USER });
    const snowflake = await startSnowflake({ engine });
    const aws = await startAws({ region: 'us-east-1' });
    const nango = await LocalNango.start({
        folder: INTEGRATIONS_FOLDER,
        schedules: 'clock',
        onSync,
        hosts: { '*.snowflakecomputing.com': snowflake.url, '*.amazonaws.com': aws.url }
    });
    nango.webhooks.urls = [webhookUrl];
    nango.addIntegration('snowflake-jwt', 'snowflake-jwt');
    nango.addIntegration('snowflake-token', 'private-api-bearer');
    nango.addIntegration('snowflake-password', 'private-api-basic');
    snowflake.oauth.redirectUri = `${nango.url}/oauth/callback`;
    const { id: clientId, secret: clientSecret } = snowflake.oauth.client;
    nango.addIntegration('snowflake', 'snowflake', { oauth: { clientId, clientSecret, scopes: 'refresh_token' } });
    nango.addIntegration('aws', 'aws-multi-service');
    const operator = aws.identities.createUser('operator');
    nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: operator.accessKeyId, password: operator.secretAccessKey },
        connectionConfig: { region: aws.region, service: 'secretsmanager' }
    });
    const connect = async (attempt = 1): Promise<void> => {
        const { refusal } = await nango.connect({
            integration: 'snowflake-password',
            id: SAMPLE,
            credentials: { type: 'BASIC', username: SERVICE_USER, password },
            connectionConfig: {
                account: ACCOUNT,
                warehouse: READER_WAREHOUSE,
                database: 'SALES',
                schema: '',
                role: ROLE
            },
            tags: { organization_id: CUSTOMER.organization, end_user_id: CUSTOMER.user },
            metadata: {
                query: 'SELECT O_ORDERKEY, O_CUSTKEY, O_TOTALPRICE, O_ORDERDATE\nFROM SALES.PUBLIC.ORDERS\nWHERE O_TOTALPRICE > 1000',
                id_column: 'O_ORDERKEY',
                warehouse: READER_WAREHOUSE
            }
        });
        // A sign-in may take too long where the machine is busy with starting all of this.
        if (refusal !== null && attempt < ATTEMPTS) return await connect(attempt + 1);
        if (refusal !== null) throw new Error(JSON.stringify(refusal.error));
        nango.trigger('snowflake-password', 'query-results', SAMPLE, 'base');
    };
    await connect();
    return {
        kind: 'local',
        host: nango.url,
        secretKey: nango.secretKey,
        webhookKey: nango.webhookSigningKey,
        demo: demoOf(engine, secrets),
        close: async () => {
            await nango.close();
            await snowflake.close();
            await aws.close();
        }
    };
}

function demoOf(engine: SnowflakeEngine, secrets: ReturnType<typeof newSecrets>): Demo {
    let changes = 0;
    const run = async (statements: readonly string[]): Promise<void> => {
        const session = engine.openSession(ADMIN_USER, { role: ROLE, warehouse: READER_WAREHOUSE });
        for (const statement of statements) await session.execute(statement);
    };
    return {
        account: ACCOUNT,
        user: SERVICE_USER,
        setPublicKey: async (publicKey) =>
            await run([`ALTER USER ${SERVICE_USER} SET RSA_PUBLIC_KEY = '${PublicKey.parse(publicKey)}'`]),
        ...secrets,
        change: async () => {
            changes += 1;
            const statements = [
                `CREATE TABLE SALES.PUBLIC.RETURNS_${changes} (ID NUMBER(38,0) NOT NULL, REASON VARCHAR, BOOKED_AT TIMESTAMP_TZ)`,
                `CREATE VIEW SALES.PUBLIC.RECENT_RETURNS_${changes} AS SELECT * FROM SALES.PUBLIC.RETURNS_${changes}`,
                ...(changes > 1 ? [`DROP VIEW SALES.PUBLIC.RECENT_RETURNS_${changes - 1}`] : []),
                `COMMENT ON TABLE SALES.PUBLIC.ORDERS IS 'Stock-taking number ${changes}'`,
                `CREATE ROLE RETURNS_CLERK_${changes}`,
                `GRANT ROLE RETURNS_CLERK_${changes} TO ROLE ANALYST`
            ];
            await run(statements);
            return statements;
        }
    };
}

function newSecrets({ account }: SnowflakeEngine): Pick<Demo, 'password' | 'accessToken'> {
    const password = randomBytes(18).toString('base64url');
    const accessToken = randomBytes(48).toString('base64url');
    const user = account.user(SERVICE_USER);
    user.password = password;
    user.programmaticAccessTokens = [accessToken];
    // As an authentication policy with PAT_POLICY says: a token needs a network policy otherwise.
    account.accessTokensNeedNoPolicy = true;
    return { password, accessToken };
}
