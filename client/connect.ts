/**
 * Connect sessions. What a session sets in `connection_config`, the end user cannot change; what it leaves open, the
 * end user can fill by hand. So every key that the functions read is set, and an empty string means unset.
 * A session to reconnect brings along what Nango would drop: settings, tags, and the fields that are left out.
 */
import { normaliseAccount } from '../shared/snowflake/account.js';
import { ActionableError } from '../shared/errors.js';
import { parseSettings } from '../shared/settings/settings.js';
import type { Settings } from '../shared/settings/settings.js';
import { dropUnset } from '../shared/snowflake/context.js';
import { carriedBySession } from './carried-settings.js';
import { connectionBefore, keptField, mergedTags, NOTHING, settingsIn } from './connection-before.js';
import type { Config } from './connection-before.js';
import type { NangoNode } from './nango-node.js';
import type { IntegrationId } from './names.js';

interface Party {
    readonly endUser: {
        readonly id: string;
        readonly email?: string | undefined;
        readonly displayName?: string | undefined;
    };
    /** Whose connection it is: an organisation has one active export destination of a type. */
    readonly organization: { readonly id: string; readonly displayName?: string | undefined };
    /** More tags for the connection. */
    readonly tags?: Readonly<Record<string, string>> | undefined;
    /**
     * The id of a connection that gets new credentials, in place of a new connection. What it has stays: its settings,
     * its tags, and every field that is left out here (an empty text takes a field away).
     */
    readonly reconnect?: string | undefined;
}

interface CustomerSettings {
    /** Settings from the start, before the first sync runs; with `reconnect`, over those that the connection has. */
    readonly settings?: Settings | undefined;
}

interface SnowflakePlace extends CustomerSettings {
    readonly warehouse?: string | undefined;
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
    /** Default: the user's default role. */
    readonly role?: string | undefined;
}

/** What each integration's session sets. */
export interface ConnectFields {
    readonly 'snowflake-password': SnowflakePlace & {
        /**
         * `myorg-myaccount`, `xy12345.us-east-1`, or the account's URL. Null only with the provider
         * `snowflake-password` of `providers/`: Connect UI then asks for it, and for all that is left out here.
         */
        readonly account: string | null;
    };
    readonly 'snowflake-jwt': SnowflakePlace & {
        /** The same; without it, Connect UI asks the end user for the subdomain. */
        readonly account?: string | undefined;
    };
    readonly 'snowflake-token': SnowflakePlace & {
        /** As for a password: Nango's provider asks the end user for the token alone. */
        readonly account: string;
    };
    readonly 'qlik-export': {
        /** Host of the tenant, e.g. `acme.eu.qlikcloud.com`. */
        readonly tenant: string;
    };
    readonly 'power-bi-export': { readonly tenantId: string; readonly workspaceId: string };
    readonly 'postgresql-export': {
        readonly host: string;
        /** Default: 5432. */
        readonly port?: number | undefined;
        readonly database: string;
    };
    readonly 'bigquery-export': { readonly projectId: string; readonly dataset: string };
}

export type ConnectOptions = {
    readonly [I in IntegrationId]: Party & { readonly integration: I } & ConnectFields[I];
}[IntegrationId];

export interface ConnectSession {
    /** For `@nangohq/frontend`; valid for half an hour. */
    readonly token: string;
    /** A page where the end user connects, for apps without a front end of their own. */
    readonly connectLink: string;
    /** ISO 8601. */
    readonly expiresAt: string;
    /**
     * With `reconnect`: the metadata as it was, null where there was none. Nango empties it. The package's settings come
     * back by themselves; if you keep more there, store this and give it to the connection's `restoreMetadata` once the
     * webhook says that the connection was renewed.
     */
    readonly metadata: Readonly<Record<string, unknown>> | null;
}

export async function createSession(nango: NangoNode, options: ConnectOptions): Promise<ConnectSession> {
    const { integration, endUser, organization, reconnect } = options;
    const before = reconnect === undefined ? NOTHING : await connectionBefore(nango, integration, reconnect);
    const carried = await carriedBySession({ ...settingsIn(before.metadata), ...settingsOf(options) });
    const party = {
        integrations_config_defaults: {
            [integration]: { connection_config: { ...connectionConfig(options, before.config), ...carried.config } }
        },
        end_user: {
            id: endUser.id,
            ...(endUser.email !== undefined && { email: endUser.email }),
            ...(endUser.displayName !== undefined && { display_name: endUser.displayName })
        },
        organization: {
            id: organization.id,
            ...(organization.displayName !== undefined && { display_name: organization.displayName })
        },
        // Last, so that no other tag can say who owns the connection.
        tags: mergedTags(before.tags, options.tags ?? {}, carried.tags, {
            end_user_id: endUser.id,
            organization_id: organization.id,
            // Nango adds it by itself; it counts.
            ...(endUser.email !== undefined && { end_user_email: endUser.email })
        })
    };
    const { data } =
        reconnect === undefined
            ? await nango.createConnectSession({ ...party, allowed_integrations: [integration] })
            : await nango.createReconnectSession({ ...party, integration_id: integration, connection_id: reconnect });
    const { token, connect_link: connectLink, expires_at: expiresAt } = data;
    return { token, connectLink, expiresAt, metadata: before.metadata };
}

/** Checked here: what a session brings along is written by a function that nobody watches. */
function settingsOf(options: ConnectOptions): Settings {
    return 'settings' in options && options.settings !== undefined ? parseSettings(options.settings) : {};
}

/** Every key of `connection_config` that the integration's functions read. */
export function connectionConfig(options: ConnectOptions, before: Config | null = {}): Record<string, string> {
    switch (options.integration) {
        case 'snowflake-password':
            return options.account === null ? open(options) : { account: options.account, ...place(options, before) };
        case 'snowflake-token':
            return { account: options.account, ...place(options, before) };
        case 'snowflake-jwt': {
            const given = options.account === undefined ? undefined : subdomainOf(options.account);
            const subdomain = keptField(given, 'subdomain', before);
            return { ...(subdomain !== undefined && { subdomain }), ...place(options, before) };
        }
        case 'qlik-export':
            return { tenant: options.tenant };
        case 'power-bi-export':
            return { tenant_id: options.tenantId, workspace_id: options.workspaceId };
        case 'postgresql-export':
            return {
                host: options.host,
                port: keptField(options.port?.toString(), 'port', before) ?? '',
                database: options.database
            };
        case 'bigquery-export':
            return { project_id: options.projectId, dataset: options.dataset };
    }
}

const PLACES = ['warehouse', 'database', 'schema', 'role'] as const;

function place(options: SnowflakePlace, before: Config | null): Record<string, string> {
    return Object.fromEntries(PLACES.map((key) => [key, keptField(options[key], key, before) ?? '']));
}

/** What is left to the end user must not be set, not even to nothing; Connect UI has no field for a schema. */
function open({ warehouse, database, schema = '', role }: SnowflakePlace): Record<string, string> {
    return dropUnset({ warehouse, database, schema, role });
}

/** Nango's provider `snowflake-jwt` appends `.snowflakecomputing.com` itself. */
const JWT_HOST_SUFFIX = '.snowflakecomputing.com';

function subdomainOf(account: string): string {
    const { host } = normaliseAccount(account);
    if (host.endsWith(JWT_HOST_SUFFIX)) return host.slice(0, -JWT_HOST_SUFFIX.length);
    throw new ActionableError(
        'invalid_account',
        "Nango's key-pair provider reaches accounts under snowflakecomputing.com only.",
        'Use the integration snowflake-password for this account.'
    );
}
