/**
 * A Nango, a Snowflake account and an AWS account for the lifecycle's tests, which run the compiled bundles. AWS is the
 * embedded one, or whatever AWS_INTEROP_ENDPOINT names; either way it is looked into with the unmodified SDK.
 */
import { randomUUID } from 'node:crypto';
import { GlueClient } from '@aws-sdk/client-glue';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { Faults } from 'aws-stand-in/faults.js';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { Connection, Credentials } from 'nango-stand-in/connections.js';
import { INTEGRATIONS_FOLDER } from '../../../scripts/nango.js';
import { LocalNango } from 'nango-stand-in/local-nango.js';
import type { LocalNangoOptions } from 'nango-stand-in/local-nango.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { MovableClock } from 'stand-in-base/clock.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import type { EmbeddedSnowflake } from 'snowflake-stand-in/server.js';
import { ExportSecretSchema } from '../../../shared/export-secrets/record.js';
import type { ExportSecret } from '../../../shared/export-secrets/record.js';
import { smallAccount } from './account.js';
import type { SmallAccount } from './account.js';

export const REGION = 'us-east-1';

export type Kind = 'snowflake-jwt' | 'snowflake-password';
export const KINDS: readonly Kind[] = ['snowflake-jwt', 'snowflake-password'];

export interface Keys {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

export interface World {
    readonly nango: LocalNango;
    readonly snowflake: EmbeddedSnowflake;
    readonly account: SmallAccount;
    /** Null on an AWS that is not ours: what orders faults or moves the clock is skipped there. */
    readonly embedded: EmbeddedAws | null;
    readonly keys: Keys;
    /** Where real host names lead. */
    readonly hosts: Readonly<Record<string, string>>;
    readonly secrets: SecretsManagerClient;
    readonly glue: GlueClient;
    close(): Promise<void>;
}

export async function startWorld(
    environment: Readonly<Record<string, string>> = {},
    hosts: Readonly<Record<string, string>> = {}
): Promise<World> {
    const clock = new MovableClock();
    const interop = process.env['AWS_INTEROP_ENDPOINT'];
    const embedded = interop === undefined ? await startAws({ region: REGION, now: () => clock.now() }) : null;
    const url = interop ?? embedded?.url ?? '';
    const keys = embedded?.identities.createUser('operator') ?? {
        accessKeyId: 'AKIAINTEROP',
        secretAccessKey: randomUUID().replaceAll('-', '')
    };
    if (interop !== undefined) await keepMotoJobsRunning(interop);
    const account = smallAccount();
    const snowflake = await startSnowflake({ engine: account.engine, now: () => clock.now() });
    const routes = { '*.amazonaws.com': url, '*.snowflakecomputing.com': snowflake.url, ...hosts };
    const nango = await startNango(routes, keys, {
        environment,
        clock,
        // Another AWS has a time of its own.
        waits: embedded === null ? 'real' : 'none'
    });
    const sdk = { region: REGION, endpoint: url, credentials: keys };
    return {
        nango,
        snowflake,
        account,
        embedded,
        keys,
        hosts: routes,
        secrets: new SecretsManagerClient(sdk),
        glue: new GlueClient(sdk),
        close: async () => {
            await nango.close();
            await snowflake.close();
            await embedded?.close();
        }
    };
}

async function startNango(
    hosts: Readonly<Record<string, string>>,
    keys: Keys,
    options: Partial<LocalNangoOptions>
): Promise<LocalNango> {
    const nango = await LocalNango.start({ folder: INTEGRATIONS_FOLDER, hosts, ...options });
    nango.addIntegration('snowflake-jwt', 'snowflake-jwt');
    nango.addIntegration('snowflake-password', 'private-api-basic');
    nango.addIntegration('aws', 'aws-multi-service');
    nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: keys.accessKeyId, password: keys.secretAccessKey },
        connectionConfig: { region: REGION, service: 'secretsmanager' }
    });
    return nango;
}

/** Another Nango with the same AWS account and the same prefix. */
export async function startSecondNango(world: World): Promise<World> {
    const nango = await startNango(world.hosts, world.keys, { waits: world.nango.idleTimers ?? 'real' });
    return { ...world, nango, close: async () => await nango.close() };
}

/** Moto ends a job run at the first look at it unless it is told not to. */
async function keepMotoJobsRunning(endpoint: string): Promise<void> {
    await fetch(new URL('/moto-api/state-manager/set-transition', endpoint), {
        method: 'POST',
        body: JSON.stringify({ model_name: 'glue::job_run', transition: { progression: 'manual', times: 1000 } })
    });
}

/** While the one that arrives there is held, time passes for everybody else; needs the embedded AWS. */
export async function heldAt(
    { embedded, nango }: Pick<World, 'embedded' | 'nango'>,
    match: Parameters<Faults['hold']>[0],
    running: () => Promise<unknown>,
    meanwhile: () => Promise<unknown>
): Promise<boolean> {
    if (embedded === null) throw new Error('This needs the embedded AWS.');
    const hold = embedded.faults.hold(match);
    const run = running();
    const isHeld = await Promise.race([hold.reached.then(() => true), run.then(() => false)]);
    const standing = isHeld ? nango.idleTimers?.abandonOne() : null;
    if (isHeld) await meanwhile();
    standing?.end();
    hold.release();
    await run;
    return isHeld;
}

/** A fresh organisation: tests share a world, never an organisation. */
export function organisation(): string {
    return `org-${randomUUID()}`;
}

export function connect(world: World, kind: Kind, org: string, id = randomUUID()): string {
    world.nango.addConnection({
        integration: kind,
        id,
        tags: { organization_id: org },
        credentials: credentials(world, kind),
        connectionConfig:
            kind === 'snowflake-jwt'
                ? { subdomain: 'myorg-myaccount', warehouse: 'WH', database: 'DB' }
                : { account: 'myorg-myaccount', warehouse: 'WH', database: 'DB', role: '' }
    });
    return id;
}

/** Those that the account lets in now. */
export function credentials({ account }: World, kind: Kind): Credentials {
    return kind === 'snowflake-jwt'
        ? {
              type: 'JWT',
              accountIdentifier: 'MYORG-MYACCOUNT',
              userName: account.user,
              privateKey: account.privateKey
          }
        : { type: 'BASIC', username: account.user, password: account.password };
}

/** A connection as Nango holds it, to change it as a reconnect, an app or somebody else would. */
export function connectionOf(world: World, kind: Kind, id: string): Connection {
    return world.nango.connections.get(kind, id);
}

/** From here on, AWS is asked by the user with these keys. */
export function operateWith({ nango }: Pick<World, 'nango'>, keys: Keys): void {
    const { accessKeyId: username, secretAccessKey: password } = keys;
    nango.connections.get('aws', 'export-secrets').credentials = { type: 'BASIC', username, password };
}

/** Runs an action and answers its destination; a refusal is an error of the test. */
export async function act(
    world: World,
    kind: string,
    action: string,
    connection: string,
    input: unknown
): Promise<ExportSecret> {
    const result = await world.nango.runAction(kind, action, connection, input);
    if (result.status !== 'success') throw new Error(JSON.stringify(result.error));
    return ExportSecretSchema.parse(result.output);
}

/** The payload of an action's ActionError. */
export async function refusal(
    world: World,
    kind: string,
    action: string,
    connection: string,
    input: unknown
): Promise<Record<string, unknown>> {
    const result = await world.nango.runAction(kind, action, connection, input);
    if (result.status === 'success') throw new Error(`${action} was not refused`);
    return result.error?.payload ?? {};
}

/** Creates a destination and waits until its sync has ended. */
export async function provisioned(
    world: World,
    kind: string,
    connection: string,
    input: unknown
): Promise<ExportSecret> {
    const begun = await act(world, kind, 'create-export-secret', connection, input);
    await world.nango.idle();
    return await act(world, kind, 'get-export-secret', connection, { id: begun.id });
}

export async function sync(world: World, kind: string, connection: string): Promise<ExecutionResult> {
    return await world.nango.runSync(kind, 'export-secrets', connection);
}

export async function describe(world: World, secretName: string): Promise<DescribeSecretResponse | null> {
    try {
        return await world.secrets.send(new DescribeSecretCommand({ SecretId: secretName }));
    } catch {
        return null;
    }
}

export async function stored(world: World, secretName: string): Promise<unknown> {
    const found = await world.secrets.send(
        new GetSecretValueCommand({ SecretId: secretName, VersionStage: 'AWSCURRENT' })
    );
    return JSON.parse(found.SecretString ?? '');
}
