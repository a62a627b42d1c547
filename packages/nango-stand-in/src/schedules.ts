/**
 * What Nango knows of a sync on a connection, besides its records: whether its schedule runs and how it went last.
 * Nothing runs by the clock here; a started schedule only says that it would.
 */
import type { ExecutionResult } from './outcome.js';

/** `STOPPED` also means that the last execution failed: Nango shows that as `ERROR`. */
export type SyncState = 'RUNNING' | 'PAUSED' | 'SUCCESS' | 'ERROR';

export class SyncSchedule {
    readonly name: string;
    readonly variant: string;
    /** Null until it ran or was started. */
    status: SyncState | null = null;
    started = false;
    finishedAt: string | null = null;
    latest: ExecutionResult | null = null;

    constructor(name: string, variant: string) {
        this.name = name;
        this.variant = variant;
    }

    ended(result: ExecutionResult): void {
        this.latest = result;
        this.finishedAt = new Date().toISOString();
        if (result.status === 'failed' || result.status === 'killed') this.status = 'ERROR';
        else this.status = this.started ? 'SUCCESS' : 'PAUSED';
    }
}

export class SyncSchedules {
    readonly #schedules = new Map<string, SyncSchedule>();

    get(connection: number, name: string, variant: string): SyncSchedule {
        const key = `${connection}/${name}::${variant}`;
        const schedule = this.#schedules.get(key) ?? new SyncSchedule(name, variant);
        this.#schedules.set(key, schedule);
        return schedule;
    }

    deleteConnection(connection: number): void {
        for (const key of this.#schedules.keys()) if (key.startsWith(`${connection}/`)) this.#schedules.delete(key);
    }
}
