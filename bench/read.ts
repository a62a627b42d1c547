/**
 * The measured process of heap.ts: the compiled query-results in Nango's sandbox, with a handle that only counts what
 * is saved. Requests go through the local Nango's own proxy and fetch, so that bodies weigh what they weigh there.
 */
import process from 'node:process';
import { uncontrolledFetch } from '../local/nango/fetch.js';
import type { FetchOptions } from '../local/nango/fetch.js';
import { PROJECT_FOLDER } from '../local/nango/local-nango.js';
import { Network } from '../local/nango/network.js';
import { Project } from '../local/nango/project.js';
import { ProxyConnection, ProxyRequest } from '../local/nango/proxy-request.js';
import { proxy } from '../local/nango/proxy.js';
import { loadFunction } from '../local/nango/sandbox.js';
import { OrderSchema } from './reading.js';
import type { Measured, Order } from './reading.js';

/** Nango's error as a function throws it: the text is in the payload. */
class ActionError extends Error {
    readonly payload: unknown;
    constructor(payload?: unknown) {
        super(JSON.stringify(payload));
        this.payload = payload;
    }
}

class CountingHandle {
    readonly ActionError = ActionError;
    readonly variant = 'base';
    readonly connectionId = 'customer';
    readonly providerConfigKey: string;
    rows = 0;
    requests = 0;
    peakHeapBytes = 0;
    peakResidentBytes = 0;
    firstRowAtMs: number | null = null;
    readonly #order: Order;
    readonly #network: Network;

    constructor(order: Order, network: Network) {
        this.providerConfigKey = order.integration;
        this.#order = order;
        this.#network = network;
    }

    getConnection = async (): Promise<unknown> => await Promise.resolve(this.#order.connection);
    getMetadata = async (): Promise<unknown> => await Promise.resolve(this.#order.metadata);
    getEnvironmentVariables = async (): Promise<unknown> => await Promise.resolve([]);
    getCheckpoint = async (): Promise<null> => await Promise.resolve(null);
    saveCheckpoint = async (): Promise<void> => await Promise.resolve();
    clearCheckpoint = async (): Promise<void> => await Promise.resolve();
    trackDeletesStart = async (): Promise<void> => await Promise.resolve();
    trackDeletesEnd = async (): Promise<void> => await Promise.resolve();
    log = async (): Promise<void> => await Promise.resolve();

    batchSave = async (records: readonly unknown[]): Promise<boolean> => {
        this.firstRowAtMs ??= performance.now();
        this.rows += records.length;
        const { heapUsed, rss } = process.memoryUsage();
        this.peakHeapBytes = Math.max(this.peakHeapBytes, heapUsed);
        // The kernel's own peak (maxRSS) would start from the parent's size, which a fork inherits.
        this.peakResidentBytes = Math.max(this.peakResidentBytes, rss);
        return await Promise.resolve(true);
    };

    proxy = async (config: Record<string, unknown>): Promise<unknown> =>
        await proxy({
            request: ProxyRequest.parse(config),
            provider: this.#order.provider,
            userAgent: 'bench',
            network: this.#network,
            timeScale: 1,
            connection: async () => await Promise.resolve(ProxyConnection.parse(this.#order.connection)),
            forgetConnection: () => {},
            onRetry: () => {},
            onAttempt: async (send) => {
                this.requests += 1;
                return await send();
            }
        });

    uncontrolledFetch = async (options: FetchOptions): Promise<Response> =>
        await uncontrolledFetch(this.#network, options, async (_url, _method, send) => {
            this.requests += 1;
            return await send();
        });
}

async function read(order: Order): Promise<Measured> {
    const network = new Network({ '*.snowflakecomputing.com': order.snowflake });
    const handle = new CountingHandle(order, network);
    const project = new Project(PROJECT_FOLDER);
    const sync = project.find(order.integration, 'sync', 'query-results');
    const loaded = loadFunction(project.bundle(sync), { filename: `${sync.name}.js`, timeScale: 1 });
    await loaded.exec(handle);
    const { rows, requests, peakHeapBytes, peakResidentBytes, firstRowAtMs } = handle;
    const seconds = (performance.now() - (firstRowAtMs ?? 0)) / 1000;
    await network.close();
    return { rows, seconds, requests, peakHeapBytes, peakResidentBytes };
}

process.once('message', (message) => {
    void read(OrderSchema.parse(message)).then((measured) => process.send?.(measured, () => process.disconnect()));
});
