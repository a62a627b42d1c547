/**
 * The parts of Nango's handle that this package uses. Narrow on purpose: shared code takes what it needs, and tests
 * can see at a glance what a function may touch. The real types are `NangoAction` and `NangoSync`.
 */
import type { NangoAction, ProxyConfiguration } from 'nango';
import type { NameIn } from '../names.js';

/** What every function can do: read its connection and settings, log, talk to the outside. */
export type NangoHandle = Pick<
    NangoAction,
    NameIn<
        | 'ActionError, connectionId, providerConfigKey, getConnection, getEnvironmentVariables, log, proxy'
        | 'uncontrolledFetch'
    >
> & {
    getMetadata(): Promise<unknown>;
};

export type { ProxyConfiguration };

/** A record as Nango stores it. */
export interface NangoRecord {
    readonly id: string;
}

/** What a sync can do beyond that. `Checkpoint` is the sync's own flat checkpoint. */
export interface SyncHandle<Checkpoint> extends NangoHandle {
    readonly variant: string;
    batchSave(records: NangoRecord[], model: string): boolean | Promise<boolean>;
    /** In the order of their last change; `cursor` is that of the record to go on after. */
    listRecords(model: string, options?: { cursor?: string }): AsyncGenerator<NangoRecord>;
    trackDeletesStart(model: string): void | Promise<void>;
    trackDeletesEnd(model: string): unknown;
    getCheckpoint(): Promise<unknown>;
    saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
    clearCheckpoint(): Promise<void>;
}
