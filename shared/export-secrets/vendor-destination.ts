/**
 * A type of destination with an integration of its own, over one of Nango's providers for private APIs: what a Connect
 * session sets, the credentials' schema, and how they are tried. The fields of the session stand under their names in
 * the connection's configuration, in the payload and, as none of them is a secret, in the metadata.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import type { NangoHandle } from '../nango/handle.js';
import { CreateInputSchema } from './create-input.js';
import { contentIn, parseCredentials } from './destination-type.js';
import type { DestinationType, GlueConnection, SecretPlace } from './destination-type.js';
import type { Formats } from './formats.js';
import type { Settings } from './settings.js';

/** A provider of Nango's, and how its connections hold credentials. */
interface Provider<Credentials> {
    readonly name: string;
    readonly credentials: z.ZodType<Credentials>;
}

export const API_KEY: Provider<{ readonly apiKey?: string | undefined }> = {
    name: 'private-api-bearer',
    credentials: z.object({ apiKey: anyText.optional() })
};
export const USER_AND_PASSWORD: Provider<{
    readonly username?: string | undefined;
    readonly password?: string | undefined;
}> = {
    name: 'private-api-basic',
    credentials: z.object({ username: anyText.optional(), password: anyText.optional() })
};

interface Definition<Credentials, Payload> {
    readonly type: string;
    readonly integration: string;
    /** The vendor's own name. */
    readonly title: string;
    /** How the credentials are tried, for the docs. */
    readonly triedBy: string;
    readonly provider: Provider<Credentials>;
    /** What the provider's credentials are here, where its own names do not say. */
    readonly credentialsAre?: string;
    /** What an app gives a Connect session. */
    readonly session: z.ZodObject;
    /** What is stored: the type, the session's fields, and the secret ones. */
    readonly payload: z.ZodType<Payload>;
    /** The secret fields of the payload. */
    secret(credentials: Credentials): Readonly<Record<string, unknown>>;
    /** Values that must be taken out of any text before it leaves; throws where the credentials can be no one's. */
    sensitive(payload: Payload): readonly string[];
    readonly formats: Formats<Payload>;
    glueConnection?(payload: Payload, format: string, secret: SecretPlace): GlueConnection | undefined;
    test(nango: NangoHandle, payload: Payload, settings: Settings): Promise<void>;
}

/** A type with an integration of its own, and what an app and the docs are told of it. */
export interface VendorDestination extends DestinationType {
    readonly integration: string;
    /** Nango's provider that the integration is made with. */
    readonly provider: string;
    readonly title: string;
    readonly triedBy: string;
    readonly credentialsAre: string | null;
    readonly session: z.ZodObject;
}

const ConfigSchema = z.record(anyText, z.unknown()).catch({});

export function vendorDestination<Credentials, Payload extends Readonly<Record<string, unknown>>>(
    definition: Definition<Credentials, Payload>
): VendorDestination {
    const { type, provider, session, formats, glueConnection } = definition;
    const ConnectionSchema = z.object({ credentials: provider.credentials, connection_config: ConfigSchema });
    const keys = Object.keys(session.shape).map(configKey);
    return {
        type,
        integration: definition.integration,
        provider: provider.name,
        title: definition.title,
        triedBy: definition.triedBy,
        credentialsAre: definition.credentialsAre ?? null,
        session,
        createInput: CreateInputSchema,
        options: [],
        formats: Object.keys(formats),
        prepare: async (nango, _options, settings) => {
            const connection = parseCredentials(type, ConnectionSchema, await nango.getConnection());
            const { credentials, connection_config: config } = connection;
            const payload = parseCredentials(type, definition.payload, {
                type,
                ...Object.fromEntries(keys.map((key) => [key, config[key]])),
                ...definition.secret(credentials)
            });
            return {
                content: contentIn(formats, payload),
                metadata: Object.fromEntries(keys.map((key) => [key, String(payload[key])])),
                sensitive: definition.sensitive(payload),
                ...(glueConnection !== undefined && {
                    glueConnection: (format: string, secret: SecretPlace) => glueConnection(payload, format, secret)
                }),
                test: async () => {
                    await definition.test(nango, payload, settings);
                }
            };
        }
    };
}

/** `projectId`, as an app writes it, stands as `project_id` in `connection_config`. */
export function configKey(field: string): string {
    return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
