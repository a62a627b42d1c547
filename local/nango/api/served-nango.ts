/** What the HTTP API asks of the Nango behind it. */
import type { Connection, ConnectionStore, NewConnection } from '../connections.js';
import type { Journal } from '../journal.js';
import type { Network } from '../network.js';
import type { ExecutionResult } from '../outcome.js';
import type { Project } from '../project.js';
import type { RecordStore } from '../records.js';
import type { SyncSchedules } from '../schedules.js';

export interface ServedNango {
    readonly project: Project;
    readonly journal: Journal;
    readonly recordStore: RecordStore;
    readonly connections: ConnectionStore;
    readonly schedules: SyncSchedules;
    readonly network: Network;
    readonly secretKey: string;
    readonly environment: ReadonlyMap<string, string>;
    readonly url: string;
    connect(
        input: NewConnection
    ): Promise<{ connection: Connection; refusal: null } | { connection: null; refusal: ExecutionResult }>;
    deleteConnection(integration: string, connectionId: string): Promise<ExecutionResult[]>;
    runAction(integration: string, name: string, connectionId: string, input?: unknown): Promise<ExecutionResult>;
    resetSync(connection: Connection, name: string, variant: string): void;
    trigger(integration: string, name: string, connectionId: string, variant: string): void;
}
