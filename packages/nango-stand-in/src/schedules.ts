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
    readonly #created = new Set<string>();

    get(connection: number, name: string, variant: string): SyncSchedule {
        const key = `${connection}/${name}::${variant}`;
        const schedule = this.#schedules.get(key) ?? new SyncSchedule(name, variant);
        this.#schedules.set(key, schedule);
        return schedule;
    }

    /** Variants beside the sync itself, as far as they were created. */
    variants(connection: number, name: string): string[] {
        return [...this.#created]
            .filter((key) => key.startsWith(`${connection}/${name}::`))
            .map((key) => key.slice(`${connection}/${name}::`.length));
    }

    /** A new variant's schedule runs, unlike that of a sync which does not start by itself. */
    create(connection: number, name: string, variant: string): void {
        this.#created.add(`${connection}/${name}::${variant}`);
        this.get(connection, name, variant).started = true;
    }

    delete(connection: number, name: string, variant: string): void {
        const key = `${connection}/${name}::${variant}`;
        this.#created.delete(key);
        this.#schedules.delete(key);
    }

    deleteConnection(connection: number): void {
        const isOf = (key: string): boolean => key.startsWith(`${connection}/`);
        for (const key of this.#schedules.keys()) if (isOf(key)) this.#schedules.delete(key);
        for (const key of this.#created) if (isOf(key)) this.#created.delete(key);
    }
}
