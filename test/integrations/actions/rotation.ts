/** What tests of rotations share: a world whose operator has an AWS account, and what is in its Secrets Manager. */
import {
    DeleteSecretCommand,
    GetSecretValueCommand,
    ListSecretsCommand,
    SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { startAws } from 'aws-stand-in/server.js';
import { MovableClock } from 'stand-in-base/clock.js';
import { connectOperator } from '../../../local/demo/export-secrets.js';
import { CONNECTION, KEY_PAIR, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const REGION = 'us-east-1';
/** More than any client tries. */
export const MANY = 60;

export interface RotationWorld {
    readonly world: World;
    /** Moves Nango, Snowflake and AWS alike. */
    readonly clock: MovableClock;
    /** The JSON in a secret. */
    stored(arn: string): Promise<unknown>;
    /** Those marked for deletion too. */
    listed(): Promise<readonly SecretListEntry[]>;
    reconnect(privateKey: string): void;
    /** The user has the connection's first key alone; nothing is stored, and no trouble is left. */
    reset(): Promise<void>;
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
    const listed = async (): Promise<SecretListEntry[]> =>
        (await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList ?? [];
    const reconnect = (privateKey: string): void => {
        const connection = world.nango.connections.get(KEY_PAIR, CONNECTION);
        Object.assign(connection.credentials, { privateKey });
    };
    const user = world.engine.account.user(USER);
    const { rsaPublicKey } = user;
    return {
        world,
        clock,
        stored: async (arn) => {
            const { SecretString: text = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
            return JSON.parse(text);
        },
        listed,
        reconnect,
        reset: async () => {
            world.snowflake.faults.clear();
            world.nango.environment.delete('EXPORT_SECRETS_AWS_CONNECTION');
            Object.assign(user, { rsaPublicKey, rsaPublicKey2: null, namedKeyPairs: {} });
            reconnect(world.typed.privateKey);
            for (const { ARN } of await listed())
                await secrets.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
        },
        close: async () => {
            secrets.destroy();
            await world.close();
            await aws.close();
        }
    };
}
