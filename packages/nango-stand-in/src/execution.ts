/**
 * One execution of one function: what it may do, what it did, and when it is cut off.
 * Every effect goes through `effect`, where a test can interrupt or kill the execution. A killed execution never hears
 * an answer again, as when its process dies: its promises stay open for ever.
 */
import { ExecutionInterruptedSDKError } from '@nangohq/runner-sdk';

import { Checkpointing } from './checkpoints.js';
import { ProxyConnection, ProxyRequest } from './proxy-request.js';
import { proxy } from './proxy.js';
import { FetchRefused, uncontrolledFetch } from './fetch.js';
import { LockTable } from './locks.js';

import type { NangoActionBase } from '@nangohq/runner-sdk';
import type { AxiosResponse } from 'axios';
import type { MovableClock } from 'stand-in-base/clock.js';
import type { FetchOptions } from './fetch.js';
import type { IdleTimers } from './idle-timers.js';
import type { EntryKind, Journal } from './journal.js';
import type { CheckpointStore } from './checkpoints.js';
import type { Connection } from './connections.js';
import type { Network } from './network.js';
import type { LogLine, SentRequest } from './outcome.js';
import type { CompiledFunction } from './project.js';
import type { Counts, RecordStore, Saved } from './records.js';

/** What executions share. */
export interface Surroundings {
    readonly journal: Journal;
    readonly records: RecordStore;
    readonly checkpoints: CheckpointStore;
    readonly network: Network;
    readonly timeScale: number;
    readonly timers: IdleTimers | null;
    readonly clock: MovableClock;
    /** Null gives each execution a table of its own, as on a self-hosted runner. */
    readonly sharedLocks: LockTable | null;
}

export interface Cuts {
    /** Ends the execution with Nango's interrupted error at the n-th `saveCheckpoint`, after it was saved. */
    readonly interruptAfterCheckpoints?: number;
    /** The process dies around the n-th effect (from 1): before it happens, or after it happened and before the answer. */
    readonly kill?: { readonly step: number; readonly moment: 'before' | 'after' };
    /** The process dies where it would send another request than these. */
    readonly killAfterRequests?: number;
    /** The process stands still around the n-th effect, with all that it does at once, as one that is taken for dead. */
    readonly stall?: Stall;
    /** Cancels the execution: its next use of the SDK throws `script_aborted`. */
    readonly signal?: AbortSignal;
}

export interface Stall {
    readonly step: number;
    readonly moment: 'before' | 'after';
    /** Called when it is reached; the execution goes on as soon as what it answers has settled. */
    readonly until: () => Promise<unknown>;
}

type Handle = Pick<NangoActionBase, 'getConnection'>;

export class Execution {
    readonly id: number;
    readonly fn: CompiledFunction;
    readonly connection: Connection;
    readonly variant: string;
    readonly checkpointing: Checkpointing;
    readonly logs: LogLine[] = [];
    readonly requests: SentRequest[] = [];
    readonly counts: Record<string, Counts> = {};
    /** Resolves when the execution is killed. */
    readonly killed: Promise<void>;
    readonly around: Surroundings;
    readonly userAgent: string;
    /** Executions in the order in which they began: what tracking of deletions goes by. */
    readonly generation: number;
    steps = 0;
    /** Settles as soon as the execution no longer stands still: nothing of it goes on before, nor hears an answer. */
    going: Promise<unknown> = Promise.resolve();
    readonly #cuts: Cuts;
    readonly #locks: LockTable;
    readonly #windows = new Map<string, Checkpointing>();
    #checkpointsSaved = 0;
    #dead = false;
    #die: () => void = () => {};

    constructor(
        id: number,
        fn: CompiledFunction,
        connection: Connection,
        variant: string,
        around: Surroundings,
        cuts: Cuts
    ) {
        this.id = id;
        this.fn = fn;
        this.connection = connection;
        this.variant = variant;
        this.around = around;
        this.userAgent = 'nango-node-client';
        this.generation = around.records.newGeneration();
        this.#cuts = cuts;
        this.#locks = around.sharedLocks ?? new LockTable(() => around.clock.now());
        this.checkpointing = new Checkpointing(around.checkpoints, checkpointKey(connection.id, fn, variant));
        this.killed = new Promise((resolve) => {
            this.#die = resolve;
        });
    }

    get owner(): string {
        return `execution-${this.id}`;
    }

    emit(kind: EntryKind, value: unknown): void {
        this.around.journal.add(kind, this.id, `${this.fn.integration}/${this.fn.name}`, value);
    }

    log(level: string, message: string, meta: unknown, source: LogLine['source']): void {
        const line: LogLine = {
            level,
            message,
            source,
            ...(meta === undefined ? {} : { meta: structuredClone(meta) })
        };
        this.logs.push(line);
        this.emit(source === 'user' ? 'log' : 'http', line);
    }

    /** Runs one effect, unless the execution is or gets killed: then the caller waits for ever. */
    async effect<Result>(run: () => Result | Promise<Result>): Promise<Result> {
        if (this.#dead) return await new Promise<never>(() => {});
        const step = ++this.steps;
        const kill = this.#cuts.kill;
        const now = kill?.step === step ? kill.moment : null;
        if (now === 'before') return await this.#kill();
        this.#standStill(step, 'before');
        await this.going;
        try {
            const result = await run();
            this.#standStill(step, 'after');
            await this.going;
            return this.#dead || now === 'after' ? await this.#kill() : result;
        } catch (error) {
            return this.#dead || now === 'after' ? await this.#kill() : Promise.reject(error);
        }
    }

    async proxy(handle: Handle, forgetConnection: () => void, config: Record<string, unknown>): Promise<AxiosResponse> {
        const request = ProxyRequest.parse(config);
        const key = typeof config['providerConfigKey'] === 'string' ? config['providerConfigKey'] : undefined;
        const connectionId = typeof config['connectionId'] === 'string' ? config['connectionId'] : undefined;
        return await proxy({
            request,
            provider: this.connection.integration.provider,
            userAgent: this.userAgent,
            network: this.around.network,
            timeScale: this.around.timeScale,
            connection: async () => ProxyConnection.parse(await handle.getConnection(key, connectionId)),
            forgetConnection,
            onRetry: (message) => this.log('warn', message, undefined, 'internal'),
            onAttempt: async (send, url, method) => {
                if (this.#isSpent) return await this.#kill();
                const sent = this.#sent('proxy', method, url);
                const response = await this.effect(send).catch((error: unknown) => {
                    sent.status = statusOf(error);
                    this.log('error', `${method} ${this.#redacted(url)}`, { status: sent.status }, 'internal');
                    throw error;
                });
                sent.status = response.status;
                this.log('info', `${method} ${this.#redacted(url)}`, { status: response.status }, 'internal');
                return response;
            }
        });
    }

    async fetch(
        options: FetchOptions,
        refuse: (payload: { code: string; message: string }) => Error
    ): Promise<Response> {
        try {
            return await uncontrolledFetch(this.around.network, options, async (url, method, send) => {
                if (this.#isSpent) return await this.#kill();
                const sent = this.#sent('fetch', method, url);
                const response = await this.effect(send);
                sent.status = response.status;
                return response;
            });
        } catch (error) {
            if (error instanceof FetchRefused) throw refuse({ code: error.code, message: error.message });
            throw error;
        }
    }

    /** Where the tracking of deletions of a model was started, as a checkpoint beside that of the function. */
    deletionWindow(model: string): Checkpointing {
        const key = windowKey(checkpointKey(this.connection.id, this.fn, this.variant), model);
        const window = this.#windows.get(key) ?? new Checkpointing(this.around.checkpoints, key);
        this.#windows.set(key, window);
        return window;
    }

    async saveCheckpoint(checkpoint: unknown): Promise<void> {
        await this.effect(() => {
            this.emit('checkpoint', checkpoint);
            this.checkpointing.save(checkpoint);
        });
        this.#checkpointsSaved++;
        if (this.#checkpointsSaved === this.#cuts.interruptAfterCheckpoints) throw new ExecutionInterruptedSDKError();
    }

    clearCheckpoint(): Promise<void> {
        return this.effect(() => this.checkpointing.clear());
    }

    count(model: string, { added, updated, deleted, unchanged, duplicates }: Saved): void {
        const counts = (this.counts[model] ??= { added: 0, updated: 0, deleted: 0, unchanged: 0 });
        counts.added += added;
        counts.updated += updated;
        counts.deleted += deleted;
        counts.unchanged += unchanged;
        for (const id of duplicates) {
            this.log(
                'warn',
                `Found duplicate key '${id}' for model ${model}. The record was ignored.`,
                undefined,
                'internal'
            );
        }
    }

    tryAcquireLock(key: string, ttlMs: number): boolean {
        return this.#locks.tryAcquire(this.owner, key, ttlMs);
    }

    releaseLock(key: string): boolean {
        return this.#locks.release(this.owner, key);
    }

    releaseAllLocks(): void {
        this.#locks.releaseAll(this.owner);
    }

    /** Asked in the same turn as the request is counted: others may be about to be sent beside it. */
    get #isSpent(): boolean {
        return this.requests.length >= (this.#cuts.killAfterRequests ?? Infinity);
    }

    #standStill(step: number, moment: Stall['moment']): void {
        const { stall } = this.#cuts;
        if (stall?.step === step && stall.moment === moment) this.going = stall.until();
    }

    async #kill(): Promise<never> {
        this.#dead = true;
        this.#die();
        return await new Promise<never>(() => {});
    }

    #sent(via: SentRequest['via'], method: string, url: string): SentRequest {
        const sent: SentRequest = { via, method, url, status: null };
        this.requests.push(sent);
        return sent;
    }

    /** Nango blanks the connection's credentials in the addresses that it logs. */
    #redacted(url: string): string {
        return Object.values(this.connection.credentials)
            .filter((secret) => secret.length > 0)
            .sort((left, right) => right.length - left.length)
            .reduce((text, secret) => text.replaceAll(secret, 'REDACTED'), url);
    }
}

/** Where a function's checkpoint is kept: per connection, function and variant. */
export function checkpointKey(
    connection: number,
    fn: Pick<CompiledFunction, 'kind' | 'name'>,
    variant: string
): string {
    return `${connection}/${fn.kind}:${fn.name}:${variant}`;
}

/** Where it stands that the deletions of a model are tracked; a reset of the function forgets it with the checkpoint. */
export function windowKey(checkpoint: string, model: string): string {
    return `${checkpoint}:trackDeletes:${model}`;
}

function statusOf(error: unknown): number | null {
    if (typeof error !== 'object' || error === null || !('response' in error)) return null;
    const { response } = error;
    return typeof response === 'object' &&
        response !== null &&
        'status' in response &&
        typeof response.status === 'number'
        ? response.status
        : null;
}
