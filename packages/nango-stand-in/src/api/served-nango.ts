/** What the HTTP API asks of the Nango behind it. */
import type { Connection, ConnectionStore, NewConnection } from '../connections.js';
import type { Deployments } from '../deployments.js';
import type { HostMap } from '../host-routes.js';
import type { Journal } from '../journal.js';
import type { Network } from '../network.js';
import type { ExecutionResult } from '../outcome.js';
import type { Project } from '../project.js';
import type { RecordStore } from '../records.js';
import type { SyncSchedules } from '../schedules.js';
import type { MovableClock } from 'stand-in-base/clock.js';
import type { Webhooks } from '../webhooks.js';

/** How Connect ends: with a connection, or with what `validate-connection` said against it. */
export type Connected =
    | { readonly connection: Connection; readonly refusal: null }
    | { readonly connection: null; readonly refusal: ExecutionResult };

export interface ServedNango {
    readonly project: Project;
    readonly journal: Journal;
    readonly recordStore: RecordStore;
    readonly connections: ConnectionStore;
    readonly deployments: Deployments;
    readonly schedules: SyncSchedules;
    readonly network: Network;
    readonly hosts: HostMap;
    readonly clock: Pick<MovableClock, 'now'>;
    readonly webhooks: Webhooks;
    readonly secretKey: string;
    readonly environment: ReadonlyMap<string, string>;
    readonly url: string;
    connect(input: NewConnection): Promise<Connected>;
    reconnect(connection: Connection, input: NewConnection): Promise<Connected>;
    deleteConnection(integration: string, connectionId: string): Promise<ExecutionResult[]>;
    runAction(integration: string, name: string, connectionId: string, input?: unknown): Promise<ExecutionResult>;
    resetSync(connection: Connection, name: string, variant: string): void;
    trigger(integration: string, name: string, connectionId: string, variant: string): void;
}
