/** Runs of compiled functions, and of what they are measured against, each in a process of its own. */
import { recordsOf } from '../account/sizes.js';
import type { Cap, Size } from '../account/sizes.js';
import { measureIn } from './processes.js';
import type { Connected, Connections, Credentials, Served } from './processes.js';
import type { Measured, Order } from './reading.js';

/** Looks at the heap are worth something only after a collection. */
const WITH_COLLECTION = ['--expose-gc'];
const QUERY = { query: 'SELECT ID, NAME, DIGEST FROM T', id_column: 'ID', warehouse: 'WH' };

export interface SyncRun {
    readonly sync: string;
    readonly size: Size;
    readonly settings?: Readonly<Record<string, unknown>>;
}

export class Runs {
    readonly credentials: Credentials;
    readonly connections: Connections;
    readonly folder: string;
    readonly #profile: readonly string[];

    /** `folder` is a compiled project; CPU profiles of its functions go into `profiles`. */
    constructor(credentials: Credentials, folder: string, profiles?: string) {
        this.credentials = credentials;
        this.connections = credentials.connections();
        this.folder = folder;
        this.#profile =
            profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval=500'];
    }

    /** As many records as were expected, or the figures mean nothing. */
    async sync(connected: Connected, served: Served, { sync, size, settings }: SyncRun): Promise<Measured> {
        // A profile costs time, which what is measured beside must not pay.
        const measured = await this.#run(
            connected,
            served,
            { sync, metadata: { ...QUERY, ...settings } },
            this.#profile
        );
        const expected = recordsOf(size, sync);
        if (measured.rows !== expected) throw new Error(`${sync} saved ${measured.rows} records, not ${expected}.`);
        return measured;
    }

    /** What the functions are measured against, over the SQL API. */
    async beside(served: Served, order: Partial<Order> & Pick<Order, 'how'>): Promise<Measured> {
        return await this.#run(this.connections[0], served, order, []);
    }

    async #run(
        connected: Connected,
        { url }: Served,
        order: Partial<Order>,
        nodeOptions: readonly string[]
    ): Promise<Measured> {
        const full = { folder: this.folder, metadata: {}, ...connected, snowflake: url, ...order };
        return await measureIn(full, [...WITH_COLLECTION, ...nodeOptions]);
    }
}

/** Accounts of one size, each in a process that starts when it is first asked for. */
export class Accounts {
    readonly #served = new Map<string, Promise<Served>>();
    readonly #credentials: Credentials;
    readonly #cap: Cap;

    constructor(credentials: Credentials, cap: Cap = 'documented') {
        this.#credentials = credentials;
        this.#cap = cap;
    }

    async of(size: Size, latencyMs: number): Promise<Served> {
        const key = JSON.stringify([size, latencyMs]);
        const known = this.#served.get(key);
        if (known !== undefined) return await known;
        const served = this.#credentials.serve({ size, cap: this.#cap, latencyMs });
        this.#served.set(key, served);
        return await served;
    }

    async close(): Promise<void> {
        for (const served of await Promise.allSettled(this.#served.values())) {
            if (served.status === 'fulfilled') served.value.close();
        }
    }
}
