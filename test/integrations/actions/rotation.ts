/** What tests of rotations share: a world whose operator has an AWS account, and what is in its Secrets Manager. */
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { startAws } from 'aws-stand-in/server.js';
import { MovableClock } from 'stand-in-base/clock.js';
import { connectOperator } from '../../../local/demo/export-secrets.js';
import { CONNECTION, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const REGION = 'us-east-1';
/** More than any client tries. */
export const MANY = 60;
export const HOUR_MS = 3_600_000;

export interface RotationWorld {
    readonly world: World;
    /** Moves Nango, Snowflake and AWS alike. */
    readonly clock: MovableClock;
    /** The JSON in a secret. */
    stored(arn: string): Promise<unknown>;
    /** Those marked for deletion too. */
    listed(): Promise<readonly SecretListEntry[]>;
    reconnect(privateKey: string): void;
    close(): Promise<void>;
}

export async function startRotationWorld(): Promise<RotationWorld> {
    const clock = new MovableClock();
    const aws = await startAws({ region: REGION, now: () => clock.now() });
    const world = await startWorld({
        hosts: { '*.amazonaws.com': aws.url },
        engine: { now: () => clock.now() },
        nango: { clock, waits: 'none' }
    });
    connectOperator(world, aws);
    const credentials = aws.identities.createUser('auditor');
    const secrets = new SecretsManagerClient({ region: REGION, endpoint: aws.url, credentials });
    return {
        world,
        clock,
        stored: async (arn) => {
            const { SecretString: text = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
            return JSON.parse(text);
        },
        listed: async () =>
            (await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList ?? [],
        reconnect: (privateKey) => {
            const connection = world.nango.connections.find(KEY_PAIR, CONNECTION);
            if (connection) Object.assign(connection.credentials, { privateKey });
        },
        close: async () => {
            secrets.destroy();
            await world.close();
            await aws.close();
        }
    };
}
