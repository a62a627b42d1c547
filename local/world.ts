/**
 * A whole world for tests and demo: an embedded Snowflake account, a local Nango in front of it, and one connection per way to
 * sign in, all as the same user. The key is made afresh in each process, the password each time.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { INTEGRATIONS_FOLDER } from '../scripts/nango.js';
import { LocalNango } from 'nango-stand-in';
import type { Connection, LocalNangoOptions } from 'nango-stand-in';
import { createEngine, startSnowflake } from 'snowflake-stand-in';
import type { EmbeddedSnowflake, EngineOptions, SnowflakeEngine, SnowflakeOptions } from 'snowflake-stand-in';
import { MovableClock } from 'stand-in-base/clock.js';

export const USER = 'NANGO_SVC';
export const KEY_PAIR = 'snowflake-jwt';
export const ACCESS_TOKEN = 'snowflake-token';
export const OAUTH = 'snowflake';
export const PASSWORD = 'snowflake-password';
export const CONNECTION = 'customer';

/** The protocols: what a test shows of these two holds for every way to connect that speaks one of them. */
export const INTEGRATIONS = [KEY_PAIR, PASSWORD] as const;
/** Every way to connect. */
export const WAYS = [...INTEGRATIONS, ACCESS_TOKEN, OAUTH] as const;

/** Making one takes longer than all the rest of a world. */
let keyPair: { readonly privateKey: string; readonly publicKey: string } | undefined;

function keys(): { readonly privateKey: string; readonly publicKey: string } {
    keyPair ??= generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' }
    });
    return keyPair;
}

export interface World {
    readonly engine: SnowflakeEngine;
    readonly snowflake: EmbeddedSnowflake;
    readonly nango: LocalNango;
    /** What the user types into Connect. */
    readonly typed: { readonly password: string; readonly privateKey: string };
    /** What must never be emitted. */
    readonly secrets: readonly string[];
    /** Statements that reached Snowflake since the last call, logins and log-outs apart. */
    statements(): string[];
    setMetadata(metadata: Record<string, unknown>): void;
    close(): Promise<void>;
}

export interface WorldOptions {
    readonly engine?: EngineOptions;
    readonly snowflake?: Omit<SnowflakeOptions, 'engine'>;
    readonly nango?: Partial<LocalNangoOptions>;
    /** The connections' tags, as a Connect session sets them. */
    readonly tags?: Readonly<Record<string, string>>;
    /** Other services, e.g. AWS: where their host names lead. */
    readonly hosts?: Readonly<Record<string, string>>;
    /** Fills the account. */
    readonly fill?: (engine: SnowflakeEngine) => void | Promise<void>;
    readonly role?: string;
    /** Added to the connections' configuration. */
    readonly place?: { readonly warehouse?: string; readonly database?: string; readonly role?: string };
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
    const engine = await createEngine(options.engine);
    const { privateKey, publicKey } = keys();
    const password = randomBytes(18).toString('base64url');
    const role = options.role ?? 'ACCOUNTADMIN';
    const { account } = engine;
    account.addWarehouse({ name: 'NANGO_WH' });
    await options.fill?.(engine);
    if (!account.users.has(USER)) account.addUser({ name: USER, defaultRole: role, defaultWarehouse: 'NANGO_WH' });
    account.user(USER).password = password;
    const token = `pat.${randomBytes(36).toString('base64url')}`;
    account.user(USER).programmaticAccessTokens = [token];
    // As an authentication policy with PAT_POLICY says; a test that asks for a network policy takes it back.
    account.accessTokensNeedNoPolicy = true;
    account.setPublicKey(USER, publicKey);
    account.grantRole(role, { kind: 'USER', name: USER });

    const clock = options.nango?.clock ?? new MovableClock();
    const snowflake = await startSnowflake({ now: () => clock.now(), ...options.snowflake, engine });
    const nango = await LocalNango.start({
        folder: INTEGRATIONS_FOLDER,
        clock,
        ...options.nango,
        hosts: { ...options.hosts, '*.snowflakecomputing.com': snowflake.url }
    });
    nango.addIntegration(KEY_PAIR, 'snowflake-jwt');
    nango.addIntegration(PASSWORD, 'private-api-basic');
    nango.addIntegration(ACCESS_TOKEN, 'private-api-bearer');
    const { id: clientId, secret: clientSecret } = snowflake.oauth.client;
    nango.addIntegration(OAUTH, 'snowflake', { oauth: { clientId, clientSecret, scopes: 'refresh_token' } });
    const consent = snowflake.oauth.consent(account.user(USER).loginName, account.user(USER).defaultRole ?? role);
    // As a Connect session of ours sets them: if only to nothing.
    const place = { warehouse: '', database: '', role: '', ...options.place };
    const connections: Connection[] = [
        nango.addConnection({
            integration: KEY_PAIR,
            id: CONNECTION,
            credentials: { type: 'JWT', accountIdentifier: 'MYORG-MYACCOUNT', userName: USER, privateKey },
            connectionConfig: { subdomain: 'myorg-myaccount', ...options.place },
            tags: { ...options.tags }
        }),
        nango.addConnection({
            integration: PASSWORD,
            id: CONNECTION,
            credentials: { type: 'BASIC', username: USER, password },
            connectionConfig: { account: 'myorg-myaccount', ...place },
            tags: { ...options.tags }
        }),
        nango.addConnection({
            integration: ACCESS_TOKEN,
            id: CONNECTION,
            credentials: { type: 'API_KEY', apiKey: token },
            connectionConfig: { account: 'myorg-myaccount', ...place },
            tags: { ...options.tags }
        }),
        nango.addConnection({
            integration: OAUTH,
            id: CONNECTION,
            credentials: {
                type: 'OAUTH2',
                access_token: consent.accessToken,
                refresh_token: consent.refreshToken,
                expires_at: new Date(nango.clock.now() + consent.expiresInSeconds * 1000).toISOString()
            },
            connectionConfig: { snowflake_account_url: 'myorg-myaccount.snowflakecomputing.com', ...place },
            tags: { ...options.tags }
        })
    ];

    let counted = 0;
    return {
        engine,
        snowflake,
        nango,
        typed: { password, privateKey },
        secrets: [
            password,
            token,
            clientSecret,
            consent.accessToken,
            consent.refreshToken,
            privateKey,
            ...privateKey.split('\n').filter((line) => line.length > 40)
        ],
        statements: () => {
            const fresh = snowflake.requests.slice(counted).flatMap((request) => request.statement ?? []);
            counted = snowflake.requests.length;
            return fresh;
        },
        setMetadata: (metadata) => {
            for (const connection of connections) connection.metadata = { ...metadata };
        },
        close: async () => {
            await nango.close();
            await snowflake.close();
        }
    };
}
