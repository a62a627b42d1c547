/** Runs all syncs of one connection, and counts what they saved, asked and took. */
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION } from '../world.js';
import type { World } from '../world.js';

/** The sync that needs an AWS account has a part of the demo to itself. */
const SHOWN_APART = 'export-secrets';

export interface SyncRun {
    readonly integration: string;
    readonly sync: string;
    readonly added: number;
    readonly updated: number;
    readonly deleted: number;
    readonly unchanged: number;
    readonly requests: number;
    readonly ms: number;
}

/** `report` is called as each sync ends. Throws with what a person would see where one fails. */
export async function runSyncs(world: World, integration: string, report: (run: SyncRun) => void): Promise<SyncRun[]> {
    const runs: SyncRun[] = [];
    const syncs = world.nango.project
        .functions()
        .filter(({ integration: of, kind, name }) => of === integration && kind === 'sync' && name !== SHOWN_APART);
    for (const { name: sync } of syncs) {
        const started = performance.now();
        const result = await world.nango.runSync(integration, sync, CONNECTION);
        const run = { integration, sync, ...countsOf(result), ms: Math.round(performance.now() - started) };
        runs.push(run);
        report(run);
    }
    return runs;
}

function countsOf(result: ExecutionResult): Omit<SyncRun, 'integration' | 'sync' | 'ms'> {
    if (result.status !== 'success') throw new Error(JSON.stringify(result.error));
    const [counts = { added: 0, updated: 0, deleted: 0, unchanged: 0 }] = Object.values(result.counts);
    const { added, updated, deleted, unchanged } = counts;
    return { added, updated, deleted, unchanged, requests: result.requests.length };
}
