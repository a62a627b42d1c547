/** Runs the syncs of one connection, and counts what they saved, asked and took. */
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION } from '../world.js';
import type { World } from '../world.js';

/** The sync that needs an AWS account has a part of the demo to itself. */
const SHOWN_APART = 'export-secrets';

export interface SyncRun {
    readonly sync: string;
    readonly records: number;
    /** Sign-in and sign-out of a password connection included. */
    readonly requests: number;
    readonly ms: number;
}

export function syncsOf(world: World, integration: string): string[] {
    return world.nango.project
        .functions()
        .filter(({ integration: of, kind, name }) => of === integration && kind === 'sync' && name !== SHOWN_APART)
        .map(({ name }) => name);
}

/** Throws with what a person would see where it fails. */
export async function runSync(world: World, integration: string, sync: string): Promise<SyncRun> {
    const started = performance.now();
    const result = await world.nango.runSync(integration, sync, CONNECTION);
    const ms = Math.round(performance.now() - started);
    return { sync, records: recordsOf(result), requests: result.requests.length, ms };
}

function recordsOf({ status, error, counts }: ExecutionResult): number {
    if (status !== 'success') throw new Error(JSON.stringify(error));
    return Object.values(counts).reduce((sum, { added }) => sum + added, 0);
}
