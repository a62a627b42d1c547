/** What the server remembers of the runs of syncs, as long as it lives: an app of yours keeps them in its database. */
const MOST = 500;

export interface Run {
    readonly id: number;
    readonly integration: string;
    readonly connectionId: string;
    readonly sync: string;
    readonly startedAt: string;
    readonly ms: number;
    /** Null where Nango does not tell: its webhooks hold no count of requests. */
    readonly requests: number | null;
    readonly added: number;
    readonly updated: number;
    readonly deleted: number;
    readonly error: string | null;
}

export class History {
    readonly #runs: Run[] = [];
    #nextId = 1;

    add(run: Omit<Run, 'id'>): void {
        this.#runs.push({ ...run, id: this.#nextId++ });
        if (this.#runs.length > MOST) this.#runs.shift();
    }

    of(integration: string, connectionId: string): Run[] {
        return this.#runs.filter((run) => run.integration === integration && run.connectionId === connectionId);
    }
}
