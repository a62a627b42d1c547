/**
 * A Nango of one's own, in memory, for tests and the demo: integrations, connections, records, schedules, and an HTTP
 * API for the `nango` CLI, `@nangohq/node` and `@nangohq/frontend`. Functions run from the compiled bundles and see real
 * host names. Syncs run when they are told to, or by the clock where `schedules` says so; what functions trigger runs in
 * the background: await `idle()`.
 */
import { randomUUID } from 'node:crypto';

import { MovableClock } from 'stand-in-base/clock.js';
import { startApi } from './api/server.js';
import { CheckpointStore, type Checkpoint } from './checkpoints.js';
import { ConnectionStore } from './connections.js';
import { checkpointKey } from './execution.js';
import { Deployments } from './deployments.js';
import { Executor } from './executor.js';
import { IdleTimers } from './idle-timers.js';
import { Journal } from './journal.js';
import { LockTable } from './locks.js';
import { Network } from './network.js';
import { Project } from './project.js';
import { RecordStore } from './records.js';
import { providerOf } from './proxy-request.js';
import { SyncSchedules } from './schedules.js';
import { authBody, syncBodies, Webhooks } from './webhooks.js';

import type { Connected } from './api/served-nango.js';
import type { RunningApi } from './api/server.js';
import type { Connection, Integration, NewConnection } from './connections.js';
import type { Cuts } from './execution.js';
import type { HostMap } from './host-routes.js';
import type { ExecutionResult } from './outcome.js';
import type { CompiledSync, EventName } from './project.js';
import type { NangoRecord } from './stored-record.js';

export interface LocalNangoOptions {
    /** Where real host names lead: `{ '*.snowflakecomputing.com': 'http://127.0.0.1:8080' }`. */
    readonly hosts?: HostMap;
    /** Shared with the services around it, if a test moves the time of all; unset: one of its own. */
    readonly clock?: MovableClock;
    /** Timers in functions and the proxy's waits run this many times faster. */
    readonly timeScale?: number;
    /** `none`: nobody waits, timers fire when nothing else can happen. Or those of another Nango, whose time it shares. */
    readonly waits?: 'real' | 'none' | IdleTimers;
    /** A compiled project: where its `index.ts` and `build/` are. */
    readonly folder: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** `own`: each execution has its locks for itself, as on a self-hosted runner. */
    readonly locks?: 'own' | 'shared';
    readonly secretKey?: string;
    /** Signs webhooks: another one than the secret key, as in environments made today. */
    readonly webhookSigningKey?: string;
    /** `clock`: syncs start with their connection where they say so, and run again as often as they say. */
    readonly schedules?: 'told' | 'clock';
    /** Called as each run of a sync ends. */
    readonly onSync?: (run: SyncRun) => void;
    /** 0 takes a free one. */
    readonly port?: number;
}

export interface RunOptions extends Cuts {
    readonly variant?: string;
}

/** One run of a sync, as it ended. */
export interface SyncRun {
    readonly integration: string;
    readonly name: string;
    readonly connectionId: string;
    readonly variant: string;
    readonly startedAt: Date;
    readonly ms: number;
    readonly result: ExecutionResult;
}

/** How often it is looked whether a sync is due. */
const TICK_MS = 1_000;

export class LocalNango {
    readonly project: Project;
    readonly journal = new Journal();
    /** The time of records, credentials and functions; tests move it. */
    readonly clock: MovableClock;
    readonly recordStore: RecordStore;
    readonly checkpoints = new CheckpointStore();
    readonly connections: ConnectionStore;
    readonly deployments: Deployments;
    readonly schedules = new SyncSchedules();
    /** Null where waits are real. */
    readonly idleTimers: IdleTimers | null;
    readonly network: Network;
    readonly hosts: HostMap;
    readonly secretKey: string;
    readonly webhookSigningKey: string;
    /** Where the app hears of connections and syncs: set `webhooks.urls`. */
    readonly webhooks: Webhooks;
    /** Environment variables that `getEnvironmentVariables` shows; may be changed at any time. */
    readonly environment: Map<string, string>;
    readonly #executor: Executor;
    readonly #background = new Set<Promise<unknown>>();
    readonly #byClock: boolean;
    readonly #onSync: (run: SyncRun) => void;
    #ticking: NodeJS.Timeout | null = null;
    #api: RunningApi | null = null;

    private constructor(options: LocalNangoOptions) {
        this.project = Project.at(options.folder);
        this.deployments = new Deployments(this.project, new Date().toISOString());
        const { waits = 'real' } = options;
        this.clock = (waits instanceof IdleTimers ? waits.clock : options.clock) ?? new MovableClock();
        this.recordStore = new RecordStore(this.clock);
        this.connections = new ConnectionStore(() => this.clock.now());
        this.hosts = options.hosts ?? {};
        this.network = new Network(this.hosts);
        this.secretKey = options.secretKey ?? randomUUID();
        this.webhookSigningKey = options.webhookSigningKey ?? randomUUID();
        this.#byClock = options.schedules === 'clock';
        this.#onSync = options.onSync ?? (() => {});
        this.webhooks = new Webhooks({
            signingKey: this.webhookSigningKey,
            timeScale: options.timeScale ?? 1,
            onSent: (url, body, status) => this.journal.add('webhook', null, url, { body, status })
        });
        this.environment = new Map(Object.entries(options.environment ?? {}));
        this.idleTimers = waits === 'none' ? new IdleTimers(this.clock) : waits === 'real' ? null : waits;
        this.#executor = new Executor({
            project: this.project,
            host: () => this.url,
            secretKey: this.secretKey,
            around: {
                journal: this.journal,
                records: this.recordStore,
                checkpoints: this.checkpoints,
                network: this.network,
                timeScale: options.timeScale ?? 1,
                timers: this.idleTimers,
                clock: this.clock,
                sharedLocks: options.locks === 'shared' ? new LockTable(() => this.clock.now()) : null
            }
        });
    }

    static async start(options: LocalNangoOptions): Promise<LocalNango> {
        const nango = new LocalNango(options);
        nango.#api = await startApi(nango, options.port ?? 0);
        if (nango.#byClock) nango.#ticking = setInterval(() => nango.runDue(), TICK_MS).unref();
        return nango;
    }

    /** Base address of the HTTP API: `NANGO_HOSTPORT` for the CLI, `host` for `@nangohq/node`. */
    get url(): string {
        if (this.#api === null) throw new Error('The local Nango is not running');
        return this.#api.url;
    }

    /** Stops the API and waits for what still runs in the background. */
    async close(): Promise<void> {
        if (this.#ticking !== null) clearInterval(this.#ticking);
        await this.idle();
        await this.#api?.close();
        this.#api = null;
        await this.network.close();
    }

    addIntegration(uniqueKey: string, provider: string, more: Pick<Integration, 'displayName' | 'oauth'> = {}): void {
        this.connections.addIntegration({ uniqueKey, provider, ...more });
    }

    /** Puts a connection in place without running event functions; see `connect` for the way a customer takes. */
    addConnection(input: NewConnection): Connection {
        return this.connections.add(input);
    }

    /** Makes a connection as Connect does: `validate-connection` can refuse it, `post-connection-creation` follows. */
    async connect(input: NewConnection): Promise<Connected> {
        const connection = this.connections.add(input);
        const refusal = await this.#refusal(connection);
        if (refusal !== null) this.#forget(connection);
        return refusal === null ? await this.#connected(connection, 'creation') : { connection: null, refusal };
    }

    /**
     * Renews a connection as Connect does. What was there is overwritten first, and stays so where `validate-connection`
     * refuses it: the connection then only shows an error.
     */
    async reconnect(connection: Connection, input: NewConnection): Promise<Connected> {
        this.connections.overwrite(connection, input);
        const refusal = await this.#refusal(connection);
        connection.authFailed = refusal !== null;
        if (refusal !== null) return { connection: null, refusal };
        connection.endUser = input.endUser ?? connection.endUser;
        return await this.#connected(connection, 'override');
    }

    /** What `validate-connection` says against a connection that is stored already. */
    async #refusal(connection: Connection): Promise<ExecutionResult | null> {
        for (const fn of this.project.eventFunctions(connection.integration.uniqueKey, 'validate-connection')) {
            const result = await this.#executor.run({ fn, connection });
            if (result.status !== 'success') return result;
        }
        return null;
    }

    async #connected(connection: Connection, operation: 'creation' | 'override'): Promise<Connected> {
        for (const result of await this.runEvent('post-connection-creation', connection)) this.#noteFailure(result);
        if (this.#byClock) this.#startSchedules(connection);
        this.#sendAuth(connection, operation);
        return { connection, refusal: null };
    }

    /** Those that start by themselves run at once; what a connection had before a reconnect goes on as it was. */
    #startSchedules(connection: Connection): void {
        const known = new Set(this.schedules.of(connection.id).map(({ name }) => name));
        for (const { name, auto_start: starts } of this.#syncsOf(connection)) {
            if (known.has(name)) continue;
            const schedule = this.schedules.get(connection.id, name, 'base');
            schedule.started = starts;
            if (starts) this.#triggerOn(connection, name, 'base');
        }
    }

    /** Starts what is due by now, in the background. A run that is still under way is not started twice. */
    runDue(): void {
        const now = this.clock.now();
        for (const connection of this.connections.list()) {
            const defined = new Map(this.#syncsOf(connection).map(({ name, runs }) => [name, runs]));
            for (const schedule of this.schedules.of(connection.id)) {
                const nextAt = schedule.nextAtMs(defined.get(schedule.name) ?? null);
                if (schedule.status === 'RUNNING' || nextAt === null || nextAt > now) continue;
                this.#triggerOn(connection, schedule.name, schedule.variant);
            }
        }
    }

    #syncsOf({ integration }: Connection): readonly CompiledSync[] {
        const found = this.project.integrations.find((each) => each.providerConfigKey === integration.uniqueKey);
        return found?.syncs ?? [];
    }

    #triggerOn({ integration, connectionId }: Connection, name: string, variant: string): void {
        this.trigger(integration.uniqueKey, name, connectionId, variant);
    }

    #sendAuth(connection: Connection, operation: 'creation' | 'override' | 'deletion'): void {
        const mode = providerOf(connection.integration.provider).auth_mode;
        this.webhooks.send(authBody(connection, mode, operation));
    }

    /** Deletes a connection as the API does: `pre-connection-deletion` runs first, and cannot stop it. */
    async deleteConnection(integration: string, connectionId: string): Promise<ExecutionResult[]> {
        const connection = this.connections.get(integration, connectionId);
        const results = await this.runEvent('pre-connection-deletion', connection);
        for (const result of results) this.#noteFailure(result);
        this.#forget(connection);
        this.#sendAuth(connection, 'deletion');
        return results;
    }

    async runSync(
        integration: string,
        name: string,
        connectionId: string,
        options: RunOptions = {}
    ): Promise<ExecutionResult> {
        const connection = this.connections.get(integration, connectionId);
        const fn = this.project.find(integration, 'sync', name);
        const variant = options.variant ?? 'base';
        const schedule = this.schedules.get(connection.id, name, variant);
        const isFirst = schedule.begunAtMs === null;
        const startedAt = new Date(this.clock.now());
        const started = performance.now();
        schedule.began(startedAt.getTime());
        const result = await this.#executor.run({ ...options, fn, connection });
        schedule.ended(result);
        const ms = Math.round(performance.now() - started);
        this.#onSync({ integration, name, connectionId, variant, startedAt, ms, result });
        const definition = this.#syncsOf(connection).find((each) => each.name === name);
        if (definition !== undefined && this.connections.list(connectionId).includes(connection)) {
            const bodies = syncBodies({ connection, definition, variant, startedAt, isFirst, result });
            for (const body of bodies) this.webhooks.send(body);
        }
        return result;
    }

    /** Runs a sync again after each interruption until it ends otherwise, as the serverless runtime does. */
    async runSyncToEnd(
        integration: string,
        name: string,
        connectionId: string,
        options: RunOptions = {}
    ): Promise<ExecutionResult[]> {
        const results: ExecutionResult[] = [];
        let last: ExecutionResult;
        do {
            last = await this.runSync(integration, name, connectionId, options);
            results.push(last);
        } while (last.status === 'interrupted');
        return results;
    }

    async runAction(
        integration: string,
        name: string,
        connectionId: string,
        input?: unknown,
        options: RunOptions = {}
    ): Promise<ExecutionResult> {
        const fn = this.project.find(integration, 'action', name);
        return await this.#executor.run({
            ...options,
            fn,
            connection: this.connections.get(integration, connectionId),
            input
        });
    }

    async runOnEvent(
        integration: string,
        name: string,
        connectionId: string,
        cuts: Cuts = {}
    ): Promise<ExecutionResult> {
        const fn = this.project.find(integration, 'on-event', name);
        return await this.#executor.run({ ...cuts, fn, connection: this.connections.get(integration, connectionId) });
    }

    async runEvent(event: EventName, connection: Connection): Promise<ExecutionResult[]> {
        const integration = connection.integration.uniqueKey;
        const results: ExecutionResult[] = [];
        for (const fn of this.project.eventFunctions(integration, event))
            results.push(await this.#executor.run({ fn, connection }));
        return results;
    }

    /** Forgets a sync's checkpoint, as a trigger with `reset` does. */
    resetSync(connection: Connection, name: string, variant: string): void {
        this.checkpoints.deleteAll(checkpointKey(connection.id, { kind: 'sync', name }, variant));
    }

    /** Starts a sync in the background, as a trigger does. Its result shows in its schedule and in `executions`. */
    trigger(integration: string, name: string, connectionId: string, variant: string): void {
        const run = async (): Promise<void> => {
            const result = await this.runSync(integration, name, connectionId, { variant });
            this.triggered.push({ integration, name, connectionId, variant, result });
        };
        const running = run();
        this.#background.add(running);
        void running.finally(() => this.#background.delete(running));
    }

    /** Syncs that ran because something triggered them, in the order they ended. */
    readonly triggered: {
        integration: string;
        name: string;
        connectionId: string;
        variant: string;
        result: ExecutionResult;
    }[] = [];

    /** Resolves when nothing runs in the background any more, and every webhook is delivered or given up. */
    async idle(): Promise<void> {
        while (this.#background.size > 0 || !this.webhooks.isIdle) {
            await Promise.allSettled(this.#background);
            await this.webhooks.idle();
        }
    }

    /** Records as Nango returns them; deleted ones on request. `model` carries the variant: `Table::eu`. */
    records(
        integration: string,
        connectionId: string,
        model: string,
        options: { deleted?: boolean } = {}
    ): NangoRecord[] {
        return this.recordStore.all(this.connections.get(integration, connectionId).id, model, options);
    }

    /** The live checkpoint of a function, null when there is none. */
    checkpoint(integration: string, name: string, connectionId: string, variant = 'base'): Checkpoint | null {
        return this.checkpoints.live(
            checkpointKey(this.connections.get(integration, connectionId).id, { kind: 'sync', name }, variant)
        );
    }

    #forget(connection: Connection): void {
        this.connections.delete(connection);
        this.recordStore.deleteConnection(connection.id);
        this.checkpoints.deleteAll(`${connection.id}/`);
        this.schedules.deleteConnection(connection.id);
    }

    /** An event function that fails shows in the logs only. */
    #noteFailure(result: ExecutionResult): void {
        if (result.error !== null) this.journal.add('log', result.execution, 'event', result.error);
    }
}
