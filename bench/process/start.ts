/** A process that starts one function, once. */
import process from 'node:process';
import { Network } from 'nango-stand-in/network.js';
import { Project } from 'nango-stand-in/project.js';
import { loadFunction } from 'nango-stand-in/sandbox.js';
import { CountingHandle, cpuSeconds } from './counting-handle.js';
import { OrderSchema } from './reading.js';
import { StartOrderSchema } from './starting.js';
import { warmUp } from './warm-up.js';
import type { StartOrder, Started } from './starting.js';

const INPUT = { statement: 'SHOW DATABASES' };

async function start({ type, name, ...order }: StartOrder): Promise<Started> {
    const project = new Project(order.folder);
    const bundle = project.bundle(project.find(order.integration, type, name));
    const network = new Network({ '*.snowflakecomputing.com': order.snowflake });
    const parsed = OrderSchema.parse(order);
    const handle = new CountingHandle(parsed, network);
    await warmUp(parsed, network);
    const startMs = performance.now();
    const startCpu = cpuSeconds();
    const loaded = loadFunction(bundle, { filename: `${name}.js`, timeScale: 1 });
    const loadMs = performance.now() - startMs;
    const loadCpuMs = (cpuSeconds() - startCpu) * 1000;
    const calledMs = performance.now();
    // Whether it comes to a good end is no matter here.
    await loaded.exec(handle, INPUT).catch(() => {});
    await network.close();
    const firstRequestMs = (handle.firstRequestAtMs ?? performance.now()) - calledMs;
    return { bytes: Buffer.byteLength(bundle), loadMs, loadCpuMs, firstRequestMs };
}

process.once('message', (message) => {
    void start(StartOrderSchema.parse(message)).then((started) => process.send?.(started, () => process.disconnect()));
});
