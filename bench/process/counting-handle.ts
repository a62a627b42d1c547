/**
 * Nango's handle as a measured function gets it: what is saved is counted and dropped. Requests go through the local
 * Nango's own proxy and fetch, so that bodies weigh what they weigh there.
 */
import process from 'node:process';
import { z } from 'zod';
import { uncontrolledFetch } from 'nango-stand-in/fetch.js';
import type { FetchOptions } from 'nango-stand-in/fetch.js';
import type { Network } from 'nango-stand-in/network.js';
import { ProxyConnection, ProxyRequest } from 'nango-stand-in/proxy-request.js';
import { proxy } from 'nango-stand-in/proxy.js';
import type { OrderSchema } from './reading.js';

/** Between two looks at the heap: each collects all garbage first, which takes its time. */
const LOOK_EVERY_MS = 1000;

const StatementSchema = z.object({ statement: z.string() });

/** Nango's error as a function throws it: the text is in the payload. */
class ActionError extends Error {
    readonly payload: unknown;
    constructor(payload?: unknown) {
        super(JSON.stringify(payload));
        this.payload = payload;
    }
}

/** Of this process since its start. */
export function cpuSeconds(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
}

export class CountingHandle {
    readonly ActionError = ActionError;
    readonly variant = 'base';
    readonly connectionId = 'customer';
    readonly providerConfigKey: string;
    readonly statements: string[] = [];
    rows = 0;
    requests = 0;
    checkpoints = 0;
    peakHeapBytes = 0;
    peakExternalBytes = 0;
    peakResidentBytes = 0;
    firstRowAtMs: number | null = null;
    firstRequestAtMs: number | null = null;
    /** What looking at the heap took, which is no work of the function's. */
    readonly looked = { seconds: 0, cpuSeconds: 0 };
    #lastLookMs = Number.NEGATIVE_INFINITY;
    #checkpoint: unknown = null;
    readonly #order: z.output<typeof OrderSchema>;
    readonly #network: Network;

    constructor(order: z.output<typeof OrderSchema>, network: Network) {
        this.providerConfigKey = order.integration;
        this.#order = order;
        this.#network = network;
    }

    getConnection = async (): Promise<unknown> => await Promise.resolve(this.#order.connection);
    getMetadata = async (): Promise<unknown> => await Promise.resolve(this.#order.metadata);
    getEnvironmentVariables = async (): Promise<unknown> => await Promise.resolve([]);
    getCheckpoint = async (): Promise<unknown> => await Promise.resolve(this.#checkpoint);
    saveCheckpoint = async (checkpoint: unknown): Promise<void> => {
        this.checkpoints += 1;
        this.#checkpoint = checkpoint;
        await Promise.resolve();
    };
    clearCheckpoint = async (): Promise<void> => await Promise.resolve();
    trackDeletesStart = async (): Promise<void> => await Promise.resolve();
    trackDeletesEnd = async (): Promise<void> => await Promise.resolve();
    log = async (): Promise<void> => await Promise.resolve();

    async *listRecords(): AsyncGenerator<never> {}

    batchSave = async (records: readonly unknown[]): Promise<boolean> => {
        this.firstRowAtMs ??= performance.now();
        this.rows += records.length;
        this.#look();
        return await Promise.resolve(true);
    };

    proxy = async (config: Record<string, unknown>): Promise<{ readonly data: unknown }> => {
        // A refusal of zod's costs forty times as much as a reading.
        if (config['data'] !== undefined) {
            const { success, data } = StatementSchema.safeParse(config['data']);
            if (success) this.statements.push(data.statement);
        }
        return await proxy({
            request: ProxyRequest.parse(config),
            provider: this.#order.provider,
            userAgent: 'bench',
            network: this.#network,
            timeScale: 1,
            connection: async () => await Promise.resolve(ProxyConnection.parse(this.#order.connection)),
            forgetConnection: () => {},
            onRetry: () => {},
            onAttempt: async (send) => {
                this.#count();
                return await send();
            }
        });
    };

    uncontrolledFetch = async (options: FetchOptions): Promise<Response> =>
        await uncontrolledFetch(this.#network, options, async (_url, _method, send) => {
            this.#count();
            return await send();
        });

    #count(): void {
        this.firstRequestAtMs ??= performance.now();
        this.requests += 1;
    }

    /** With `--expose-gc` what is still in use; else with what has not been collected yet. */
    #look(): void {
        const startMs = performance.now();
        if (globalThis.gc !== undefined && startMs - this.#lastLookMs < LOOK_EVERY_MS) return;
        const startCpu = cpuSeconds();
        globalThis.gc?.();
        const { heapUsed, external, rss } = process.memoryUsage();
        this.peakHeapBytes = Math.max(this.peakHeapBytes, heapUsed);
        this.peakExternalBytes = Math.max(this.peakExternalBytes, external);
        // The kernel's own peak (maxRSS) would start from the parent's size, which a fork inherits.
        this.peakResidentBytes = Math.max(this.peakResidentBytes, rss);
        this.#lastLookMs = performance.now();
        this.looked.seconds += (this.#lastLookMs - startMs) / 1000;
        this.looked.cpuSeconds += cpuSeconds() - startCpu;
    }
}
