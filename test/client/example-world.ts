/** What the documentation's example needs around it: Nango with a full Snowflake account and an AWS account behind. */
import { randomBytes } from 'node:crypto';

import { MovableClock } from 'stand-in-base/clock.js';
import { startAws } from 'aws-stand-in/server.js';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { LocalNango } from 'nango-stand-in/local-nango.js';
import { createEngine } from 'snowflake-stand-in/engine/engine.js';
import { buildSampleAccount, SERVICE_USER } from 'snowflake-stand-in/engine/sample-account.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';

export interface ExampleWorld {
    readonly nango: LocalNango;
    readonly username: string;
    readonly password: string;
    close(): Promise<void>;
}

export async function startExampleWorld(): Promise<ExampleWorld> {
    const clock = new MovableClock();
    const engine = await createEngine();
    await buildSampleAccount(engine);
    const password = randomBytes(18).toString('base64url');
    engine.account.user(SERVICE_USER).password = password;
    const snowflake = await startSnowflake({ engine, now: () => clock.now() });
    const aws = await startAws({ region: 'us-east-1', now: () => clock.now() });
    const operator = aws.identities.createUser('operator');
    const nango = await LocalNango.start({
        folder: INTEGRATIONS_FOLDER,
        hosts: { '*.snowflakecomputing.com': snowflake.url, '*.amazonaws.com': aws.url },
        clock,
        waits: 'none'
    });
    nango.addIntegration('snowflake-password', 'private-api-basic');
    nango.addIntegration('aws', 'aws-multi-service');
    nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: operator.accessKeyId, password: operator.secretAccessKey },
        connectionConfig: { region: 'us-east-1', service: 'secretsmanager' }
    });
    return {
        nango,
        username: SERVICE_USER,
        password,
        close: async () => {
            await nango.close();
            await snowflake.close();
            await aws.close();
        }
    };
}
