/**
 * Connect sessions. What a session sets in `connection_config`, the end user cannot change; what it leaves open, the
 * end user can fill by hand. So every key that the functions read is set, and an empty string means unset.
 * A session to reconnect brings along what Nango would drop: settings, tags, and the fields that are left out.
 */
import { normaliseAccount } from '../shared/snowflake/account.js';
import { parseSettings } from '../shared/settings/settings.js';
import type { Settings } from '../shared/settings/settings.js';
import { carriedBySession } from './carried-settings.js';
import { connectionBefore, keptField, mergedTags, NOTHING, settingsIn } from './connection-before.js';
import type { Config } from './connection-before.js';
import type { NangoNode } from './nango-node.js';
import type { IntegrationId, SnowflakeIntegrationId } from './names.js';
import { SESSIONS } from './sessions.js';
import type { ConnectFields } from './sessions.js';

interface Party {
    readonly endUser: {
        readonly id: string;
        readonly email?: string | undefined;
        readonly displayName?: string | undefined;
    };
    /** Whose connection it is: an organisation has one active export destination of a type. */
    readonly organization: { readonly id: string; readonly displayName?: string | undefined };
    /** A page of yours that says where to find the credentials: Connect UI links to it, in place of Nango's own guide. */
    readonly helpUrl?: string | undefined;
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

export type ConnectOptions = {
    readonly [I in IntegrationId]: Party & { readonly integration: I } & ConnectFields[I] &
        (I extends SnowflakeIntegrationId ? CustomerSettings : unknown);
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

export async function createSession(
    nango: NangoNode,
    options: ConnectOptions,
    hostSuffixes: readonly string[] = []
): Promise<ConnectSession> {
    // Now, while the one who wrote it is there, and not when the end user connects.
    if ('account' in options && typeof options.account === 'string') normaliseAccount(options.account, hostSuffixes);
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
        ...(options.helpUrl !== undefined && { overrides: { [integration]: { docs_connect: options.helpUrl } } }),
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
    return configOf(options.integration, options, before);
}

function configOf<I extends IntegrationId>(
    integration: I,
    given: ConnectFields[I],
    before: Config | null
): Record<string, string> {
    return SESSIONS[integration](given, (field, text) => keptField(text, field, before));
}
