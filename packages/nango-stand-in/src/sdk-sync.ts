/**
 * The `nango` object of a sync: what an action has, and records, deletion tracking and variants.
 * A batch goes to the store in portions of 1,000, each checked and saved as a whole.
 */
import { InvalidRecordSDKError, NangoSyncBase } from '@nangohq/runner-sdk';
import * as z from 'zod';

import { clientOf, LocalNangoAction } from './sdk-action.js';

import type { Nango } from '@nangohq/node';
import type { NangoActionBase } from '@nangohq/runner-sdk';
import type { NangoProps } from '@nangohq/types';
import type { Execution } from './execution.js';
import type { Saved } from './records.js';
import type { AnyCheckpoint, AnyMetadata } from './sdk-action.js';

const BATCH_RECORDS = 1_000;
/** `100mb`, as the server's JSON parser counts it, for the whole request: packages/persist/lib/server.ts. */
const MAX_REQUEST_BYTES = 100 * 1024 * 1024;
const LOOKUP_RECORDS = 100;
const PAGE_RECORDS = 100;

const WindowSchema = z.object({ syncJobId: z.number() });

type AnyModels = Record<string, z.ZodObject<{ id: z.ZodString }>>;

export class LocalNangoSync extends NangoSyncBase<AnyModels, AnyMetadata, AnyCheckpoint> {
    nango: Nango;
    protected readonly execution: Execution;

    // A class has one parent only; Nango's own runner borrows these in the same way.
    proxy = LocalNangoAction.prototype.proxy;
    uncontrolledFetch = LocalNangoAction.prototype.uncontrolledFetch;
    log = LocalNangoAction.prototype.log;
    triggerSync = LocalNangoAction.prototype.triggerSync;
    startSync = LocalNangoAction.prototype.startSync;
    tryAcquireLock = LocalNangoAction.prototype.tryAcquireLock;
    releaseLock = LocalNangoAction.prototype.releaseLock;
    releaseAllLocks = LocalNangoAction.prototype.releaseAllLocks;
    getCheckpoint = LocalNangoAction.prototype.getCheckpoint;
    saveCheckpoint = LocalNangoAction.prototype.saveCheckpoint;
    clearCheckpoint = LocalNangoAction.prototype.clearCheckpoint;

    constructor(props: NangoProps, execution: Execution) {
        super(props);
        this.execution = execution;
        this.nango = clientOf(props, true);
    }

    override setMetadata(metadata: Record<string, unknown>): ReturnType<NangoActionBase<AnyMetadata>['setMetadata']> {
        return this.execution.effect(() => super.setMetadata(metadata));
    }

    override updateMetadata(
        metadata: Record<string, unknown>
    ): ReturnType<NangoActionBase<AnyMetadata>['updateMetadata']> {
        return this.execution.effect(() => super.updateMetadata(metadata));
    }

    async batchSave(results: { id: string }[], model: string): Promise<boolean> {
        return await this.#batches(results, model, true, (connection, name, batch) =>
            this.execution.around.records.save(connection, name, batch, this.execution.generation)
        );
    }

    async batchUpdate(results: { id: string }[], model: string): Promise<boolean> {
        return await this.#batches(results, model, false, (connection, name, batch) =>
            this.execution.around.records.update(connection, name, batch, this.execution.generation)
        );
    }

    async batchDelete(results: { id: string }[], model: string): Promise<boolean> {
        return await this.#batches(results, model, false, (connection, name, batch) =>
            this.execution.around.records.delete(connection, name, batch, this.execution.generation)
        );
    }

    async getRecordsByIds<Key, Model>(ids: Key[], model: string): Promise<Map<Key, Model>> {
        this.throwIfAbortedOrKilled();
        const found = new Map<Key, Model>();
        for (let start = 0; start < ids.length; start += LOOKUP_RECORDS) {
            const keys = new Map(ids.slice(start, start + LOOKUP_RECORDS).map((id) => [String(id), id]));
            const page = this.execution.around.records.page(this.execution.connection.id, this.modelFullName(model), {
                ids: [...keys.keys()],
                limit: LOOKUP_RECORDS
            });
            for (const record of page.records) {
                const key = keys.get(record.id);
                // The model's type is the caller's promise; Nango does not check it on the way out either.
                if (key !== undefined) found.set(key, z.custom<Model>().parse(record));
            }
        }
        await Promise.resolve();
        return found;
    }

    async *listRecords<Model>(model: string, options?: { cursor?: string }): AsyncGenerator<Model> {
        let cursor = options?.cursor;
        do {
            this.throwIfAbortedOrKilled();
            const page = this.execution.around.records.page(this.execution.connection.id, this.modelFullName(model), {
                cursor,
                limit: PAGE_RECORDS
            });
            for (const record of page.records) yield z.custom<Model>().parse(record);
            cursor = page.next_cursor ?? undefined;
        } while (cursor !== undefined);
    }

    /** Where it was started before, that start still counts: it stands in a checkpoint of its own, until the end. */
    async trackDeletesStart(model: string): Promise<void> {
        this.throwIfAbortedOrKilled();
        await this.execution.effect(() => {
            const window = this.execution.deletionWindow(model);
            if (window.get() === null) window.save({ syncJobId: this.execution.generation });
        });
    }

    async trackDeletesEnd(model: string): Promise<{ deletedKeys: string[] }> {
        this.throwIfAbortedOrKilled();
        await this.execution.going;
        const window = this.execution.deletionWindow(model);
        const start = WindowSchema.safeParse(window.get()).data;
        if (start === undefined) throw new Error(`No track deletes starting point found for model '${model}'.`);
        const deleted = await this.#deleteOutdated(model, start.syncJobId);
        await this.execution.effect(() => window.clear());
        return deleted;
    }

    async deleteRecordsFromPreviousExecutions(model: string): Promise<{ deletedKeys: string[] }> {
        this.throwIfAbortedOrKilled();
        return await this.#deleteOutdated(model, this.execution.generation);
    }

    async #deleteOutdated(model: string, generation: number): Promise<{ deletedKeys: string[] }> {
        const name = this.modelFullName(model);
        const deletedKeys = await this.execution.effect(() =>
            this.execution.around.records.deleteOutdated(this.execution.connection.id, name, generation)
        );
        this.execution.count(name, { added: 0, updated: 0, deleted: deletedKeys.length, unchanged: 0, duplicates: [] });
        return { deletedKeys };
    }

    async setMergingStrategy(
        _merging: { strategy: 'ignore_if_modified_after' | 'override' },
        model: string
    ): Promise<void> {
        await Promise.reject(new Error(`The local Nango knows no merging strategies (asked for ${model})`));
    }

    async #batches(
        results: { id: string }[],
        model: string,
        validate: boolean,
        persist: (connection: number, model: string, batch: unknown[]) => Saved
    ): Promise<boolean> {
        this.throwIfAbortedOrKilled();
        if (results.length === 0) return true;
        const declared = this.execution.fn.definition?.output ?? [];
        if (!declared.includes(model)) {
            throw new Error(
                `The model '${model}' is not included in the declared sync models: ${declared.join(', ')}.`
            );
        }
        const clean = this.removeMetadata(results);
        if (validate) {
            const [invalid] = this.validateRecords(model, clean);
            if (invalid !== undefined) throw new InvalidRecordSDKError({ ...invalid, model });
        }
        const name = this.modelFullName(model);
        for (let start = 0; start < clean.length; start += BATCH_RECORDS) {
            const batch = clean.slice(start, start + BATCH_RECORDS);
            await this.execution.effect(() => {
                refuseTooLarge({ model: name, records: batch });
                this.execution.emit('records', { model: name, records: batch });
                this.execution.count(name, persist(this.execution.connection.id, name, batch));
            });
        }
        return true;
    }
}

function refuseTooLarge(body: unknown): void {
    if (Buffer.byteLength(JSON.stringify(body), 'utf8') <= MAX_REQUEST_BYTES) return;
    throw new Error('Failed to save records: {"error":"Entity too large"}');
}
