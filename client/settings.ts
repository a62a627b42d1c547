/**
 * The settings of a connection, which stand in its metadata beside the package's own notes (the account, the rows of
 * export destinations). A write therefore never touches other keys; only taking a setting away has to write them back.
 */
import { z } from 'zod';
import { parseSettings, SettingsSchema } from '../shared/settings/settings.js';
import type { Settings } from '../shared/settings/settings.js';
import { calling } from './call-error.js';
import type { ConnectionRef, NangoNode } from './nango-node.js';

const MetadataSchema = z.record(z.string(), z.unknown()).nullish();

/** Settings to change; undefined takes one away. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

export interface ConnectionSettings {
    get(): Promise<Settings>;
    /** These settings and no others. */
    set(settings: Settings): Promise<void>;
    /** These settings beside those that are there; undefined takes one away. Gives all of them. */
    update(change: SettingsChange): Promise<Settings>;
}

export function connectionSettings(nango: NangoNode, connection: ConnectionRef<string>): ConnectionSettings {
    const { integration, connectionId } = connection;
    const target = { ...connection, call: 'settings' };
    const metadata = async (): Promise<Record<string, unknown>> => await metadataOf(nango, connection);

    /** What stands there may be wrong: that must not keep anybody from putting it right. */
    const write = async (now: Record<string, unknown>, wanted: Settings): Promise<void> => {
        const gone = Object.keys(SettingsSchema.shape).filter((key) => key in now && !(key in wanted));
        if (gone.length === 0) {
            await nango.updateMetadata(integration, connectionId, wanted);
            return;
        }
        const kept = Object.fromEntries(Object.entries(now).filter(([key]) => !gone.includes(key)));
        await nango.setMetadata(integration, connectionId, { ...kept, ...wanted });
    };

    return {
        get: async () => await calling(target, async () => parseSettings(await metadata())),
        set: async (settings) => {
            await calling(target, async () => {
                const wanted = parseSettings(defined(settings));
                await write(await metadata(), wanted);
            });
        },
        update: async (change) =>
            await calling(target, async () => {
                const now = await metadata();
                const known = Object.fromEntries(Object.entries(now).filter(([key]) => key in SettingsSchema.shape));
                const wanted = parseSettings(defined({ ...known, ...change }));
                await write(now, wanted);
                return wanted;
            })
    };
}

/** Keys that stand in the metadata by now are newer than those that are put back. */
export async function restoreMetadata(
    nango: NangoNode,
    connection: ConnectionRef<string>,
    former: Readonly<Record<string, unknown>> | null
): Promise<void> {
    await calling({ ...connection, call: 'metadata' }, async () => {
        const now = await metadataOf(nango, connection);
        const missing = Object.entries(former ?? {}).filter(([key]) => !(key in now));
        if (missing.length === 0) return;
        await nango.updateMetadata(connection.integration, connection.connectionId, Object.fromEntries(missing));
    });
}

async function metadataOf(
    nango: NangoNode,
    { integration, connectionId }: ConnectionRef<string>
): Promise<Record<string, unknown>> {
    return MetadataSchema.parse(await nango.getMetadata<unknown>(integration, connectionId)) ?? {};
}

/** Without the keys whose value is undefined. */
function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
