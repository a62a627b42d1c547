/** The metadata syncs and query-results on accounts of several sizes, over both connections, by SHOW and by read_with. */
import process from 'node:process';
import { figuresOf } from '../report/figures.js';
import type { Figures, ReadWith, Run, Source } from '../report/figures.js';
import type { Report } from '../report/report.js';
import { costsTable, timesTable } from '../report/tables.js';
import { targetsOf } from '../report/targets.js';
import { Accounts } from '../process/runs.js';
import type { Runs } from '../process/runs.js';
import type { Connected } from '../process/processes.js';
import type { Measured } from '../process/reading.js';
import { SIZES, tenth } from '../account/sizes.js';
import type { Cap, Measurement, SizeName } from '../account/sizes.js';

export interface SyncsOrder {
    readonly sizes: readonly SizeName[];
    /** All that a size has, where it is not given. */
    readonly syncs?: readonly string[] | undefined;
    /** The shortest first. */
    readonly latenciesMs: readonly [number, ...number[]];
    /** Those of the size, where it is not given. */
    readonly cap?: Cap | undefined;
    readonly readWith: readonly ReadWith[];
    /** Requests after which a naive walk is cut off. */
    readonly naiveRequests: number;
}

/** What the queries of read_with are there for. */
const READ_WITH: Readonly<Record<string, readonly ReadWith[]>> = {
    columns: ['information_schema', 'account_usage'],
    roles: ['account_usage']
};
const TENFOLD = 10;

export async function measureSyncs(runs: Runs, order: SyncsOrder): Promise<{ report: Report; figures: Figures[] }> {
    const figures: Figures[] = [];
    for (const name of order.sizes) {
        const measurement: Measurement = SIZES[name];
        for (const cap of order.cap ? [order.cap] : (measurement.caps ?? (['documented'] as const))) {
            const accounts = new Accounts(runs.credentials, cap);
            for (const sync of measurement.syncs.filter((each) => order.syncs?.includes(each) ?? true)) {
                const account = new MeasuredSync({ name, measurement, cap, sync }, runs, accounts, order);
                figures.push(...(await orNothing(`${name} ${sync}`, async () => await account.measure())));
            }
            await accounts.close();
        }
    }
    return {
        figures,
        report: {
            title: 'Syncs',
            conditions: `At ${order.latenciesMs.join(' and ')} ms a request, SHOW past 10,000 rows as documented, or whole where SHOW COLUMNS gives all of them.`,
            tables: [timesTable(figures), costsTable(figures)],
            targets: figures.flatMap(targetsOf),
            figures
        }
    };
}

/** The others are worth having all the same. */
async function orNothing(what: string, measure: () => Promise<Figures[]>): Promise<Figures[]> {
    const startMs = performance.now();
    try {
        return await measure();
    } catch (error) {
        process.exitCode = 1;
        process.stderr.write(`${what} was not measured: ${String(error)}\n`);
        return [];
    } finally {
        process.stderr.write(`${what}: ${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
    }
}

type Subject = { readonly name: SizeName; readonly measurement: Measurement; readonly cap: Cap; readonly sync: string };

class MeasuredSync {
    readonly #subject: Subject;
    readonly #runs: Runs;
    readonly #accounts: Accounts;
    readonly #order: SyncsOrder;

    constructor(subject: Subject, runs: Runs, accounts: Accounts, order: SyncsOrder) {
        this.#subject = subject;
        this.#runs = runs;
        this.#accounts = accounts;
        this.#order = order;
    }

    async measure(): Promise<Figures[]> {
        const { measurement, cap, sync } = this.#subject;
        const [byKeyPair, byPassword] = this.#runs.connections;
        const before = await this.#synced(byKeyPair, null, this.#order.latenciesMs[0], true);
        const runs = await this.#timed(byKeyPair, null);
        const beside = await this.#beside((this.#isLong ? before : runs[0].measured).statements, this.#isLong);
        const naive = measurement.withoutNaive || cap === 'whole' ? null : await this.#naive();
        const { integration } = byKeyPair;
        const figures = [this.#figures({ ...beside, naive, before, integration, readWith: null, runs })];
        if (!this.#isLong || sync === 'query-results') {
            const { parse } = beside;
            const second = await this.#timed(byPassword, null);
            figures.push(
                this.#figures({
                    ...NONE,
                    parse,
                    naive,
                    integration: byPassword.integration,
                    readWith: null,
                    runs: second
                })
            );
        }
        // SHOW is not what they ask.
        if (cap === 'whole') return figures;
        for (const readWith of READ_WITH[sync] ?? []) {
            if (this.#order.readWith.includes(readWith)) figures.push(...(await this.#deep(readWith, naive)));
        }
        return figures;
    }

    async #deep(readWith: ReadWith, naive: Measured | null): Promise<Figures[]> {
        const [byKeyPair, byPassword] = this.#runs.connections;
        const runs = await this.#timed(byKeyPair, readWith);
        const { parse, fetch } = await this.#beside(runs[0].measured.statements, false);
        const second = await this.#timed(byPassword, readWith);
        const about = { ...NONE, parse, naive, readWith };
        return [
            this.#figures({ ...about, fetch, integration: byKeyPair.integration, runs }),
            this.#figures({ ...about, integration: byPassword.integration, runs: second })
        ];
    }

    get #isLong(): boolean {
        return this.#subject.measurement.long?.includes(this.#subject.sync) ?? false;
    }

    /** At each latency; where the sync is long, at the others for a tenth of the account. */
    async #timed(connected: Connected, readWith: ReadWith | null): Promise<[Run, ...Run[]]> {
        const [shortest, ...others] = this.#order.latenciesMs;
        const isCut = this.#isLong && readWith === null;
        const first = await this.#synced(connected, readWith, shortest, false);
        const runs: [Run, ...Run[]] = [{ latencyMs: shortest, measured: first, times: 1 }];
        for (const latencyMs of others) {
            const measured = await this.#synced(connected, readWith, latencyMs, isCut);
            runs.push({ latencyMs, measured, times: isCut ? TENFOLD : 1 });
        }
        return runs;
    }

    async #synced(
        connected: Connected,
        readWith: ReadWith | null,
        latencyMs: number,
        isTenth: boolean
    ): Promise<Measured> {
        const { measurement, sync } = this.#subject;
        const size = isTenth ? tenth(measurement) : measurement.size;
        const settings = readWith ? { read_with: { source: readWith } } : {};
        return await this.#runs.sync(connected, await this.#accounts.of(size, latencyMs), { sync, size, settings });
    }

    /** Without latency, for it is not measured in seconds. */
    async #beside(statements: string[], isTenth: boolean): Promise<{ parse: Run; fetch: Run }> {
        const { measurement } = this.#subject;
        const served = await this.#accounts.of(isTenth ? tenth(measurement) : measurement.size, 0);
        const run = async (how: 'parse' | 'fetch'): Promise<Run> => ({
            latencyMs: 0,
            measured: await this.#runs.beside(served, { how, statements }),
            times: isTenth ? TENFOLD : 1
        });
        return { parse: await run('parse'), fetch: await run('fetch') };
    }

    async #naive(): Promise<Measured> {
        const { measurement, sync } = this.#subject;
        const served = await this.#accounts.of(measurement.size, this.#order.latenciesMs.at(-1) ?? 0);
        return await this.#runs.beside(served, { how: 'naive', sync, mostRequests: this.#order.naiveRequests });
    }

    #figures(source: Omit<Source, 'size' | 'account' | 'cap' | 'sync'>): Figures {
        const { name: size, measurement, cap, sync } = this.#subject;
        return figuresOf({ ...source, size, account: measurement.size, cap, sync });
    }
}

const NONE = { before: null, fetch: null } as const;
