/**
 * What a connection has before it is renewed. Nango's reconnect drops all of it: metadata, tags, configuration. So a
 * session for a connection that cannot be read is not made.
 */
import { z } from 'zod';
import { ActionableError } from '../shared/errors.js';
import { KEPT_SETTINGS } from '../shared/connection/kept-settings.js';
import { SettingsSchema } from '../shared/settings/settings.js';
import type { NangoNode } from './nango-node.js';

/** Keys of `connection_config`; what is no text is nothing that this package set. */
export type Config = Readonly<Record<string, string | undefined>>;

export interface ConnectionBefore {
    readonly metadata: Readonly<Record<string, unknown>> | null;
    readonly tags: Readonly<Record<string, string>>;
    /** Null where Nango does not show it: what is left out of the new session cannot be kept then. */
    readonly config: Config | null;
}

export const NOTHING: ConnectionBefore = { metadata: null, tags: {}, config: {} };

const ListedSchema = z.object({
    metadata: z
        .record(z.string(), z.unknown())
        .nullish()
        .transform((metadata) => metadata ?? null),
    tags: z
        .record(z.string(), z.string())
        .nullish()
        .transform((tags) => withoutVoucher(tags ?? {}))
});
const FullSchema = ListedSchema.extend({
    connection_config: z.record(z.string(), z.string().optional().catch(undefined)).catch({})
}).transform(({ connection_config: config, ...rest }) => ({ ...rest, config }));

/** It vouches for the settings of an earlier session alone. */
function withoutVoucher({ [KEPT_SETTINGS]: _earlier, ...tags }: Record<string, string>): Record<string, string> {
    return tags;
}

export async function connectionBefore(
    nango: NangoNode,
    integration: string,
    connectionId: string
): Promise<ConnectionBefore> {
    try {
        return FullSchema.parse(await nango.getConnection(integration, connectionId));
    } catch (error) {
        // Nango may refuse to show a connection whose credentials fail, which is when one is renewed. Its list does not.
        const { connections } = await nango.listConnections({ connectionId, integrationId: integration });
        const listed = connections.find(
            ({ connection_id: id, provider_config_key: key }) => id === connectionId && key === integration
        );
        if (listed === undefined) throw error;
        return { ...ListedSchema.parse(listed), config: null };
    }
}

/** The package's settings among the metadata: the rest is the app's own, and none of the end user's business. */
export function settingsIn(metadata: ConnectionBefore['metadata']): Record<string, unknown> {
    return Object.fromEntries(Object.entries(metadata ?? {}).filter(([key]) => key in SettingsSchema.shape));
}

/** A field that is left out stays as it is; an empty text takes it away. */
export function keptField(given: string | undefined, field: string, before: Config | null): string | undefined {
    if (given !== undefined) return given;
    if (before !== null) return before[field];
    throw new ActionableError(
        'connection_unreadable',
        `Nango does not show the configuration of this connection, so its ${field} cannot be kept.`,
        `Give every field of the session, ${field} too: an empty text where there is none.`,
        { field }
    );
}

const MOST_TAGS = 10;

/** Nango writes names of tags in lower case, and takes ten of them; `later` wins. */
export function mergedTags(...later: readonly Readonly<Record<string, string>>[]): Record<string, string> {
    const tags = Object.fromEntries(
        later.flatMap((each) => Object.entries(each).map(([name, value]) => [name.toLowerCase(), value]))
    );
    const count = Object.keys(tags).length;
    if (count <= MOST_TAGS) return tags;
    throw new ActionableError(
        'too_many_tags',
        `The connection would have ${count} tags, and Nango takes ${MOST_TAGS}.`,
        `Give fewer of them, or take some off the connection: ${Object.keys(tags).join(', ')}. One (${KEPT_SETTINGS}) is needed to keep its settings.`
    );
}
