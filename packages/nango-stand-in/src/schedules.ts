/**
 * What Nango knows of a sync on a connection, besides its records: whether its schedule runs, how often, and how it went
 * last. What is due is started by `LocalNango.runDue`, and by itself only where `schedules` is `clock`.
 */
import { frequencyMs } from './frequency.js';

import type { ExecutionResult } from './outcome.js';

/** `STOPPED` also means that the last execution failed: Nango shows that as `ERROR`. */
export type SyncState = 'RUNNING' | 'PAUSED' | 'SUCCESS' | 'ERROR';

export class SyncSchedule {
    readonly connection: number;
    readonly name: string;
    readonly variant: string;
    /** Null until it ran or was started. */
    status: SyncState | null = null;
    started = false;
    finishedAt: string | null = null;
    latest: ExecutionResult | null = null;
    /** Set for this connection alone; null leaves it to the sync's definition. */
    frequency: string | null = null;
    /** When it began last, by the schedule or by hand; null until then. */
    begunAtMs: number | null = null;

    constructor(connection: number, name: string, variant: string) {
        this.connection = connection;
        this.name = name;
        this.variant = variant;
    }

    began(atMs: number): void {
        this.status = 'RUNNING';
        this.begunAtMs = atMs;
    }

    ended(result: ExecutionResult): void {
        this.latest = result;
        this.finishedAt = new Date().toISOString();
        if (result.status === 'failed' || result.status === 'killed') this.status = 'ERROR';
        else this.status = this.started ? 'SUCCESS' : 'PAUSED';
    }

    /** Null while it is paused, or where nothing says how often it runs. */
    nextAtMs(defined: string | null): number | null {
        const everyMs = frequencyMs(this.frequency ?? defined ?? '');
        return !this.started || everyMs === null || this.begunAtMs === null ? null : this.begunAtMs + everyMs;
    }
}

export class SyncSchedules {
    readonly #schedules = new Map<string, SyncSchedule>();
    readonly #created = new Set<string>();

    get(connection: number, name: string, variant: string): SyncSchedule {
        const key = `${connection}/${name}::${variant}`;
        const schedule = this.#schedules.get(key) ?? new SyncSchedule(connection, name, variant);
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

    of(connection: number): SyncSchedule[] {
        return [...this.#schedules.values()].filter((each) => each.connection === connection);
    }

    deleteConnection(connection: number): void {
        const isOf = (key: string): boolean => key.startsWith(`${connection}/`);
        for (const key of this.#schedules.keys()) if (isOf(key)) this.#schedules.delete(key);
        for (const key of this.#created) if (isOf(key)) this.#created.delete(key);
    }
}
