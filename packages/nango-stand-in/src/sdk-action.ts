/**
 * The `nango` object of an action or event function: Nango's own base class, which carries the rules, over a local
 * execution. Connections, metadata and environment variables are read with the real client from the local API, so a
 * function meets the answers and the errors (axios) that it would meet on a server.
 */
import { Nango } from '@nangohq/node';
import { ActionError, NangoActionBase } from '@nangohq/runner-sdk';
import * as z from 'zod';

import type { executeUncontrolledFetch, ProxyConfiguration } from '@nangohq/runner-sdk';
import type { NangoProps } from '@nangohq/types';
import type { AxiosResponse } from 'axios';
import type { Checkpoint } from './checkpoints.js';
import type { Execution } from './execution.js';

/** Old names of levels and what they are now. */
const LEVELS = {
    debug: 'debug',
    info: 'info',
    warn: 'warn',
    error: 'error',
    verbose: 'debug',
    silly: 'debug',
    http: 'info'
} as const;

const LogOptions = z.looseObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'verbose', 'silly', 'http']) });
export type AnyMetadata = z.ZodObject;
export type AnyCheckpoint = z.ZodObject<Record<string, z.ZodString | z.ZodNumber | z.ZodBoolean>>;
type SyncName = string | { name: string; variant: string };
type SyncMode = Parameters<NangoActionBase['triggerSync']>[3];
type FetchOptions = Parameters<typeof executeUncontrolledFetch>[0];

export function clientOf(props: NangoProps, isSync: boolean): Nango {
    return new Nango({ ...props, isSync, isScript: true, dryRun: false });
}

export class LocalNangoAction extends NangoActionBase<AnyMetadata, AnyCheckpoint> {
    nango: Nango;
    protected readonly execution: Execution;

    constructor(props: NangoProps, execution: Execution) {
        super(props);
        this.execution = execution;
        this.nango = clientOf(props, false);
    }

    async proxy<Body>(config: ProxyConfiguration): Promise<AxiosResponse<Body>> {
        this.throwIfAbortedOrKilled();
        return await this.execution.proxy(this, () => this.memoizedConnections.clear(), { ...config });
    }

    async uncontrolledFetch(options: FetchOptions): Promise<Response> {
        this.throwIfAbortedOrKilled();
        return await this.execution.fetch(options, (payload) => new ActionError(payload));
    }

    async log(...args: unknown[]): Promise<void> {
        this.throwIfAbortedOrKilled();
        if (args.length === 0) return;
        const options = LogOptions.safeParse(args.at(-1));
        const [message, meta] = options.success ? args.slice(0, -1) : args;
        const level = LEVELS[options.success ? options.data.level : 'info'];
        if (!this.shouldLog(level)) return;
        await Promise.resolve();
        this.execution.log(level, typeof message === 'string' ? message : JSON.stringify(message), meta, 'user');
    }

    override setMetadata(metadata: Record<string, unknown>): ReturnType<NangoActionBase<AnyMetadata>['setMetadata']> {
        return this.execution.effect(() => super.setMetadata(metadata));
    }

    override updateMetadata(
        metadata: Record<string, unknown>
    ): ReturnType<NangoActionBase<AnyMetadata>['updateMetadata']> {
        return this.execution.effect(() => super.updateMetadata(metadata));
    }

    async triggerSync(providerConfigKey: string, connectionId: string, sync: SyncName, mode?: SyncMode): Promise<void> {
        this.throwIfAbortedOrKilled();
        await this.execution.effect(() => this.nango.triggerSync(providerConfigKey, [sync], connectionId, mode));
    }

    async startSync(providerConfigKey: string, syncs: SyncName[], connectionId?: string): Promise<void> {
        await this.execution.effect(() => this.nango.startSync(providerConfigKey, syncs, connectionId));
    }

    async tryAcquireLock({ key, ttlMs }: { key: string; ttlMs: number }): Promise<boolean> {
        return await this.execution.effect(() => this.execution.tryAcquireLock(key, ttlMs));
    }

    async releaseLock({ key }: { key: string }): Promise<boolean> {
        return await this.execution.effect(() => this.execution.releaseLock(key));
    }

    async releaseAllLocks(): Promise<void> {
        this.execution.releaseAllLocks();
        await Promise.resolve();
    }

    async getCheckpoint(): Promise<Checkpoint | null> {
        this.throwIfAbortedOrKilled();
        await this.execution.going;
        return this.execution.checkpointing.get();
    }

    async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
        this.throwIfAbortedOrKilled();
        await this.execution.saveCheckpoint(checkpoint);
    }

    async clearCheckpoint(): Promise<void> {
        this.throwIfAbortedOrKilled();
        await this.execution.clearCheckpoint();
    }
}
