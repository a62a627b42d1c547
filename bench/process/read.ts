/** The measured process: a compiled function in Nango's sandbox, or what it is measured against. */
import process from 'node:process';
import type { z } from 'zod';
import { Network } from 'nango-stand-in/network.js';
import { Project } from 'nango-stand-in/project.js';
import { loadFunction } from 'nango-stand-in/sandbox.js';
import { CountingHandle, cpuSeconds } from './counting-handle.js';
import { walkNaively } from './naive.js';
import { fetchAnswers, parseAnswers } from './parse.js';
import { OrderSchema } from './reading.js';
import { warmUp } from './warm-up.js';
import type { Measured } from './reading.js';

type FullOrder = z.output<typeof OrderSchema>;

async function measure(order: FullOrder): Promise<Measured> {
    const network = new Network({ '*.snowflakecomputing.com': order.snowflake });
    const handle = new CountingHandle(order, network);
    const work = workOf(order, handle);
    await warmUp(order, network);
    const startMs = performance.now();
    const startCpu = cpuSeconds();
    const worked = await work();
    const usedCpu = cpuSeconds() - startCpu;
    const endMs = performance.now();
    await network.close();
    const { looked } = handle;
    return {
        rows: handle.rows,
        seconds: (endMs - (handle.firstRowAtMs ?? 0)) / 1000,
        wholeSeconds: (endMs - startMs) / 1000 - looked.seconds,
        cpuSeconds: worked.cpuSeconds ?? usedCpu - looked.cpuSeconds,
        requests: handle.requests,
        checkpoints: handle.checkpoints,
        statements: handle.statements,
        peakHeapBytes: handle.peakHeapBytes,
        peakExternalBytes: handle.peakExternalBytes,
        peakResidentBytes: handle.peakResidentBytes,
        share: worked.share,
        bytes: worked.bytes
    };
}

interface Worked {
    readonly share: number;
    readonly bytes: number;
    /** Where it is not that of the whole process. */
    readonly cpuSeconds?: number;
}

/** Loading is not measured here. */
function workOf(order: FullOrder, handle: CountingHandle): () => Promise<Worked> {
    const { how, sync, mostRequests } = order;
    if (how === 'parse') return async () => ({ share: 1, ...(await parseAnswers(order)) });
    if (how === 'fetch') return async () => ({ share: 1, bytes: await fetchAnswers(order, handle) });
    if (how === 'naive') return async () => ({ share: await walkNaively(handle, sync, mostRequests), bytes: 0 });
    const project = new Project(order.folder);
    const bundle = project.bundle(project.find(order.integration, 'sync', sync));
    const loaded = loadFunction(bundle, { filename: `${sync}.js`, timeScale: 1 });
    return async () => {
        await loaded.exec(handle);
        return { share: 1, bytes: 0 };
    };
}

process.once('message', (message) => {
    void measure(OrderSchema.parse(message)).then((measured) => process.send?.(measured, () => process.disconnect()));
});
