/** What every catalogue sync starts from: the settings, what they ask for, and SHOW with the role they name. */
import { DEEP_READ_SECONDS, REQUESTS_AT_ONCE, SHOW_IN_SYNC_SECONDS } from '../../limits.js';
import type { SyncHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { retriesOf } from '../../snowflake/retries.js';
import { dropUnset } from '../../snowflake/context.js';
import type { CatalogCheckpoint } from '../checkpoint.js';
import type { Scope } from '../scope.js';
import { partOf } from '../part.js';
import { scopeOf } from '../scope.js';
import { parseSettings } from '../../settings/settings.js';
import type { Part, Settings } from '../../settings/settings.js';
import type { KnownColumns } from '../new-columns.js';
import type { Show } from '../show.js';

export type CatalogHandle = SyncHandle<CatalogCheckpoint>;

export interface Start {
    readonly nango: CatalogHandle;
    /** As Nango has it: the settings and the notes of others. */
    readonly metadata: unknown;
    readonly settings: Settings;
    /** What this variant of the sync reads; null for all that the settings let in. */
    readonly part: Part | null;
    readonly scope: Scope;
    readonly from: Show;
    /** What queries run with, where the settings ask for them. */
    readonly queries: Show;
}

export async function startCatalogSync(
    nango: CatalogHandle,
    client: SnowflakeClient,
    known: KnownColumns
): Promise<Start> {
    const metadata = await nango.getMetadata();
    const settings = parseSettings(metadata);
    const { read_with, requests_at_once } = settings;
    if (requests_at_once !== undefined) retriesOf(nango).pace.atMost(requests_at_once);
    const part = partOf(settings, nango.variant);
    // SHOW uses no warehouse, but a session would have to be switched to and fro.
    const place = dropUnset({ role: settings.role, warehouse: read_with?.warehouse });
    const options = { ...place, timeoutSeconds: SHOW_IN_SYNC_SECONDS };
    const from = { client, options, known, atOnce: requests_at_once ?? REQUESTS_AT_ONCE };
    const queries = { ...from, options: { ...place, timeoutSeconds: DEEP_READ_SECONDS } };
    return { nango, metadata, settings, part, scope: scopeOf(settings, part), from, queries };
}
