/** By what the default of `requests_at_once` is chosen: seconds and heap at several of its values. */
import { SIZES } from '../account/sizes.js';
import { Accounts } from '../process/runs.js';
import type { Runs } from '../process/runs.js';
import { tableOf } from '../report/markdown.js';
import type { Report } from '../report/report.js';
import { REQUESTS_AT_ONCE } from '../../shared/limits.js';

const SYNCS = ['columns', 'tables'];
const LATENCIES_MS = [20, 100];
const AT_ONCE = [1, 2, 4, 6, 8, 12];

interface Point {
    readonly sync: string;
    readonly latencyMs: number;
    readonly atOnce: number;
    readonly seconds: number;
    readonly heapMb: number;
}

export async function measureAtOnce(runs: Runs): Promise<Report> {
    const { size } = SIZES.M;
    const [byKeyPair] = runs.connections;
    const accounts = new Accounts(runs.credentials);
    const points: Point[] = [];
    for (const sync of SYNCS) {
        for (const latencyMs of LATENCIES_MS) {
            const served = await accounts.of(size, latencyMs);
            for (const atOnce of AT_ONCE) {
                const settings = { requests_at_once: atOnce };
                const { wholeSeconds, peakHeapBytes } = await runs.sync(byKeyPair, served, { sync, size, settings });
                points.push({ sync, latencyMs, atOnce, seconds: wholeSeconds, heapMb: peakHeapBytes / 1_000_000 });
            }
        }
    }
    await accounts.close();
    return {
        title: 'Requests at once',
        conditions: `M over a key pair by SHOW: seconds, and heap in MB. The default is ${REQUESTS_AT_ONCE}.`,
        tables: [
            tableOf([
                ['sync', 'ms a request', ...AT_ONCE.map((atOnce) => `${atOnce} at once`)],
                ...SYNCS.flatMap((sync) =>
                    LATENCIES_MS.map((latencyMs) => [
                        `M ${sync}`,
                        String(latencyMs),
                        ...points
                            .filter((point) => point.sync === sync && point.latencyMs === latencyMs)
                            .map(({ seconds, heapMb }) => `${seconds.toFixed(1)} s, ${Math.round(heapMb)} MB`)
                    ])
                )
            ])
        ],
        targets: [],
        figures: points
    };
}
