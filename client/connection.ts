/** One connection, with everything its integration can do. Names, inputs and outputs follow from the registry. */
import { callAction } from './action.js';
import { calling } from './call-error.js';
import { exportSecretsOf } from './export-secrets.js';
import type { ExportSecrets } from './export-secrets.js';
import type { ConnectionRef, NangoNode } from './nango-node.js';
import { actionSchemas, syncModel } from './names.js';
import type { ActionInput, ActionName, ActionOutput, IntegrationId, ModelOf, SyncName } from './names.js';
import { readRecords } from './records.js';
import type { RecordPage, RecordsOptions } from './records.js';
import { connectionSettings, restoreMetadata } from './settings.js';
import type { ConnectionSettings } from './settings.js';

export interface SyncOptions {
    /** Default: the sync itself. */
    readonly variant?: string | undefined;
}

export interface TriggerSyncOptions extends SyncOptions {
    /** Forget the checkpoint and read everything again. */
    readonly reset?: boolean | undefined;
    /** With `reset`: also empty the records first, so that all come as added. */
    readonly emptyCache?: boolean | undefined;
}

type SyncStatus = Awaited<ReturnType<NangoNode['syncStatus']>>['syncs'][number];

/** The input may be left out where nothing in it is required. */
type InputArgument<I extends IntegrationId, A extends ActionName<I>> =
    Record<never, never> extends ActionInput<I, A> ? [input?: ActionInput<I, A>] : [input: ActionInput<I, A>];

export interface Connection<I extends IntegrationId> extends ConnectionRef<I> {
    /** Pages of a sync's records, parsed. */
    records<S extends SyncName<I>>(
        sync: S,
        options?: RecordsOptions
    ): AsyncGenerator<RecordPage<ModelOf<I, S>>, void, undefined>;
    /** Runs an action: input checked before it is sent, output parsed, refusals thrown as CallError. */
    trigger<A extends ActionName<I>>(action: A, ...input: InputArgument<I, A>): Promise<ActionOutput<I, A>>;
    /** Starts the sync's schedule, and a first run. */
    startSync(sync: SyncName<I>, options?: SyncOptions): Promise<void>;
    /** Runs the sync once, now. */
    triggerSync(sync: SyncName<I>, options?: TriggerSyncOptions): Promise<void>;
    pauseSync(sync: SyncName<I>, options?: SyncOptions): Promise<void>;
    syncStatus(sync: SyncName<I>, options?: SyncOptions): Promise<SyncStatus | null>;
    /** What the customer chose: databases, schemas, queries. */
    readonly settings: ConnectionSettings;
    /**
     * Puts back what a reconnect took: the session's `metadata`, where no key of the same name stands meanwhile. For
     * apps that keep values of their own there; settings come back by themselves.
     */
    restoreMetadata(metadata: Readonly<Record<string, unknown>> | null): Promise<void>;
    readonly exportSecrets: ExportSecrets<I>;
}

export function openConnection<I extends IntegrationId>(
    nango: NangoNode,
    integration: I,
    connectionId: string
): Connection<I> {
    const ref = { integration, connectionId };

    const named = (sync: SyncName<I>, { variant }: SyncOptions): [string | { name: string; variant: string }] => [
        variant === undefined ? sync : { name: sync, variant }
    ];

    return {
        ...ref,
        trigger: async (action, ...[input]) =>
            await callAction(nango, ref, action, actionSchemas(integration, action), input),
        records: (sync, options = {}) => readRecords(nango, ref, syncModel(integration, sync), options),
        startSync: async (sync, options = {}) => {
            await calling({ ...ref, call: sync }, async () => {
                await nango.startSync(integration, named(sync, options), connectionId);
            });
        },
        triggerSync: async (sync, options = {}) => {
            const { reset = false, emptyCache = false } = options;
            await calling({ ...ref, call: sync }, async () => {
                await nango.triggerSync(integration, named(sync, options), connectionId, { reset, emptyCache });
            });
        },
        pauseSync: async (sync, options = {}) => {
            await calling({ ...ref, call: sync }, async () => {
                await nango.pauseSync(integration, named(sync, options), connectionId);
            });
        },
        syncStatus: async (sync, options = {}) => {
            const { syncs } = await calling(
                { ...ref, call: sync },
                async () => await nango.syncStatus(integration, named(sync, options), connectionId)
            );
            return syncs[0] ?? null;
        },
        settings: connectionSettings(nango, ref),
        restoreMetadata: async (metadata) => await restoreMetadata(nango, ref, metadata),
        exportSecrets: exportSecretsOf(nango, ref)
    };
}
