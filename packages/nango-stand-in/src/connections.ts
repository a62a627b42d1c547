/**
 * Integrations and connections, with credentials in the shape Nango hands them out.
 * Key-pair connections get their JWT minted here, as the server does: functions only ever see a ready token.
 */
import { createHash, createPublicKey } from 'node:crypto';

import jwt from 'jsonwebtoken';

/** A token is renewed this long before it expires. */
export const REFRESH_MARGIN_MS = 15 * 60 * 1_000;
const JWT_LIFETIME_MS = 60 * 60 * 1_000;

export interface Integration {
    readonly uniqueKey: string;
    readonly provider: string;
    /** As the operator has named it; without it, Nango shows the provider's name. */
    readonly displayName?: string | undefined;
    /** The app's own at the provider, of an OAuth integration. */
    readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly scopes?: string };
}

export type Credentials =
    | { readonly type: 'BASIC'; readonly username: string; readonly password: string }
    | {
          readonly type: 'JWT';
          readonly accountIdentifier: string;
          readonly userName: string;
          readonly privateKey: string;
      }
    | {
          readonly type: 'AWS_SIGV4';
          readonly role_arn: string;
          readonly region: string;
          readonly service: string;
          readonly access_key_id: string;
          readonly secret_access_key: string;
          readonly session_token: string;
          readonly expires_at?: string;
      }
    | { readonly type: 'API_KEY'; readonly apiKey: string }
    | {
          readonly type: 'OAUTH2';
          readonly access_token: string;
          readonly refresh_token: string;
          readonly expires_at: string;
      };

export interface EndUser {
    readonly id: string;
    readonly email?: string | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly organization?: { readonly id: string } | null;
}

export interface Connection {
    /** Nango's own number; records and checkpoints hang on it. */
    readonly id: number;
    readonly connectionId: string;
    readonly integration: Integration;
    credentials: Credentials;
    connectionConfig: Record<string, unknown>;
    metadata: Record<string, unknown> | null;
    tags: Record<string, string>;
    endUser: EndUser | null;
    readonly createdAt: string;
    /** The time that its token lives by, in milliseconds. */
    readonly now: () => number;
    token: { value: string; expiresAtMs: number } | null;
    /** What Nango shows as the connection's error after a reconnect that `validate-connection` refused. */
    authFailed: boolean;
}

export interface NewConnection {
    readonly integration: string;
    readonly id: string;
    readonly credentials: Credentials;
    readonly connectionConfig?: Record<string, unknown>;
    readonly metadata?: Record<string, unknown> | null;
    readonly tags?: Record<string, string>;
    readonly endUser?: Connection['endUser'];
}

export class ConnectionStore {
    readonly #integrations = new Map<string, Integration>();
    readonly #connections = new Map<string, Connection>();
    #nextId = 1;
    readonly #now: () => number;

    constructor(now: () => number = () => Date.now()) {
        this.#now = now;
    }

    addIntegration(integration: Integration): void {
        this.#integrations.set(integration.uniqueKey, integration);
    }

    integration(uniqueKey: string): Integration | null {
        return this.#integrations.get(uniqueKey) ?? null;
    }

    integrations(): Integration[] {
        return [...this.#integrations.values()];
    }

    add(input: NewConnection): Connection {
        const connection = this.draft(input);
        this.#connections.set(keyOf(input.integration, input.id), connection);
        return connection;
    }

    /** A connection that is not kept yet: what Nango tries before it stores one. */
    draft(input: NewConnection): Connection {
        const integration = this.integration(input.integration);
        if (integration === null) throw new Error(`No integration ${input.integration}`);
        return {
            id: this.#nextId++,
            connectionId: input.id,
            integration,
            credentials: input.credentials,
            connectionConfig: structuredClone(input.connectionConfig ?? {}),
            metadata: structuredClone(input.metadata ?? null),
            tags: { ...input.tags },
            endUser: input.endUser ?? null,
            createdAt: new Date(this.#now()).toISOString(),
            now: this.#now,
            token: null,
            authFailed: false
        };
    }

    /**
     * What a reconnect stores before anybody is asked: Nango writes credentials, configuration and tags anew and empties
     * the metadata. Only its number stays, and what hangs on it: records, checkpoints, schedules, and the end user.
     */
    overwrite(connection: Connection, input: NewConnection): void {
        connection.credentials = input.credentials;
        connection.connectionConfig = structuredClone(input.connectionConfig ?? {});
        connection.metadata = null;
        connection.tags = { ...input.tags };
        connection.token = null;
        connection.authFailed = false;
    }

    find(integration: string, connectionId: string): Connection | null {
        return this.#connections.get(keyOf(integration, connectionId)) ?? null;
    }

    /** One that has to be there. */
    get(integration: string, connectionId: string): Connection {
        const connection = this.find(integration, connectionId);
        if (connection === null) throw new Error(`No connection ${connectionId} of integration ${integration}`);
        return connection;
    }

    list(connectionId?: string): Connection[] {
        return [...this.#connections.values()].filter(
            (each) => connectionId === undefined || each.connectionId === connectionId
        );
    }

    delete(connection: Connection): void {
        this.#connections.delete(keyOf(connection.integration.uniqueKey, connection.connectionId));
    }
}

function keyOf(integration: string, connectionId: string): string {
    return JSON.stringify([integration, connectionId]);
}

/** Credentials as `GET /connections/:id` shows them; a token near its end is renewed first. */
export function publicCredentials(connection: Connection, forceRefresh: boolean): Record<string, unknown> {
    const { credentials } = connection;
    if (credentials.type !== 'JWT') return { ...credentials };
    const token = connection.token;
    if (forceRefresh || token === null || token.expiresAtMs - connection.now() < REFRESH_MARGIN_MS) {
        connection.token = mintSnowflakeJwt(credentials, connection.now());
    }
    return {
        ...credentials,
        token: connection.token?.value,
        expires_at: new Date(connection.token?.expiresAtMs ?? 0).toISOString()
    };
}

export function publicConnection(connection: Connection, forceRefresh: boolean): Record<string, unknown> {
    return {
        id: connection.id,
        connection_id: connection.connectionId,
        provider_config_key: connection.integration.uniqueKey,
        provider: connection.integration.provider,
        errors: connection.authFailed ? [{ type: 'auth', log_id: 'local' }] : [],
        end_user: connection.endUser,
        tags: connection.tags,
        metadata: connection.metadata,
        connection_config: connection.connectionConfig,
        webhook_url_override: null,
        created_at: connection.createdAt,
        updated_at: connection.createdAt,
        last_fetched_at: new Date(connection.now()).toISOString(),
        credentials: publicCredentials(connection, forceRefresh)
    };
}

/**
 * RS256, as the provider `snowflake-jwt` says: account and user stand in the claims as the customer typed them.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication
 */
function mintSnowflakeJwt(
    credentials: Extract<Credentials, { type: 'JWT' }>,
    nowMs: number
): { value: string; expiresAtMs: number } {
    const key = mended(credentials.privateKey);
    const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
    const fingerprint = `SHA256:${createHash('sha256').update(der).digest('base64')}`;
    const subject = `${credentials.accountIdentifier}.${credentials.userName}`;
    const expiresAtMs = nowMs + JWT_LIFETIME_MS;
    const claims = { iss: `${subject}.${fingerprint}`, sub: subject, iat: Math.floor(nowMs / 1_000) };
    const value = jwt.sign(claims, key, { algorithm: 'RS256', expiresIn: JWT_LIFETIME_MS / 1_000 });
    return { value, expiresAtMs };
}

/**
 * As Nango's server does: titles and line ends are dropped, what is left must be base64, and gets the title of PKCS#8.
 * https://github.com/NangoHQ/nango/blob/master/packages/shared/lib/utils/utils.ts
 */
function mended(key: string): string {
    const body = key.replaceAll(/-----(?:BEGIN|END) [^-]+-----/g, '').replaceAll(/\s+/g, '');
    if (!/^[A-Za-z0-9+/=]+$/.test(body)) throw new Error('PEM contains invalid characters (must be base64)');
    return `-----BEGIN PRIVATE KEY-----\n${body.replaceAll(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`;
}
