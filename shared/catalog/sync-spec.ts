/** What Nango is told of the sync of a kind. */
import { SYNC_FREQUENCY } from '../limits.js';
import { SettingsSchema } from '../settings/settings.js';
import { CatalogCheckpointSchema } from './checkpoint.js';
import type { KindSync, RecordSchema } from './kind.js';
import { VERSION } from '../version.js';

const COMMON = {
    version: VERSION,
    frequency: SYNC_FREQUENCY,
    autoStart: true,
    metadata: SettingsSchema,
    checkpoint: CatalogCheckpointSchema
} as const;

export function syncSpecOf<Model extends string, Schema extends RecordSchema>({
    sync
}: {
    readonly sync: KindSync<Model, Schema>;
}): typeof COMMON & { readonly description: string; readonly models: Readonly<Record<Model, Schema>> };
export function syncSpecOf({
    sync
}: {
    readonly sync: KindSync;
}): typeof COMMON & { readonly description: string; readonly models: Readonly<Record<string, RecordSchema>> } {
    return { ...COMMON, description: sync.description, models: { [sync.model]: sync.schema } };
}
