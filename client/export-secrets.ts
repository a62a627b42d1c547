/** The life of a connection's export destinations. No credentials pass through here: they are the connection's own. */
import { callAction } from './action.js';
import { CallError } from './call-error.js';
import { exportFunctions } from './functions.js';
import type { ExportSecret } from './models.js';
import { createExportSchemas } from './names.js';
import type { CreateExportInput, CreateExportOutput, IntegrationId } from './names.js';
import type { ConnectionRef, NangoNode } from './nango-node.js';

/** A destination that provisioning is done with. */
export type SettledExportSecret = ExportSecret & {
    readonly status: Exclude<ExportSecret['status'], 'Pending' | 'Testing'>;
};

const FIRST_POLL_MS = 1_000;
const LONGEST_POLL_MS = 10_000;
const TIMEOUT_MS = 5 * 60_000;

export interface WaitOptions {
    /** How long to wait at most. Default: five minutes. */
    readonly timeoutMs?: number | undefined;
    /** The first wait between two looks; it doubles up to ten seconds. Default: one second. */
    readonly pollMs?: number | undefined;
    readonly signal?: AbortSignal | undefined;
}

export interface ExportSecrets<I extends IntegrationId> {
    /** Begins a destination and answers at once, with status Pending. */
    create(input: CreateExportInput<I>): Promise<CreateExportOutput>;
    get(id: string): Promise<ExportSecret>;
    list(): Promise<ExportSecret[]>;
    /** Refused while a Glue job uses the secret: `details` names the job and its run. */
    disconnect(id: string): Promise<ExportSecret>;
    /** Within the recovery window, if no other destination took its place. */
    restore(id: string): Promise<ExportSecret>;
    /** Looks until the destination is neither Pending nor Testing. Webhooks of the sync `export-secrets` spare the looking. */
    waitFor(id: string, options?: WaitOptions): Promise<SettledExportSecret>;
}

export function exportSecretsOf<I extends IntegrationId>(
    nango: NangoNode,
    connection: ConnectionRef<I>
): ExportSecrets<I> {
    const { actions } = exportFunctions;
    const byId = async (
        action: 'get-export-secret' | 'disconnect-export-secret' | 'restore-export-secret',
        id: string
    ): Promise<ExportSecret> => await callAction(nango, connection, action, actions[action], { id });
    return {
        create: async (input) => {
            const action = 'create-export-secret';
            return await callAction(nango, connection, action, createExportSchemas(connection.integration), input);
        },
        get: async (id) => await byId('get-export-secret', id),
        list: async () => {
            const action = 'list-export-secrets';
            return (await callAction(nango, connection, action, actions[action], {})).export_secrets;
        },
        disconnect: async (id) => await byId('disconnect-export-secret', id),
        restore: async (id) => await byId('restore-export-secret', id),
        waitFor: async (id, options = {}) =>
            await untilSettled(connection, id, async () => await byId('get-export-secret', id), options)
    };
}

function isSettled(secret: ExportSecret): secret is SettledExportSecret {
    return secret.status !== 'Pending' && secret.status !== 'Testing';
}

async function untilSettled(
    connection: ConnectionRef<string>,
    id: string,
    look: () => Promise<ExportSecret>,
    { timeoutMs = TIMEOUT_MS, pollMs = FIRST_POLL_MS, signal }: WaitOptions
): Promise<SettledExportSecret> {
    const deadline = Date.now() + timeoutMs;
    let waitMs = pollMs;
    for (;;) {
        signal?.throwIfAborted();
        const secret = await look();
        if (isSettled(secret)) return secret;
        const leftMs = deadline - Date.now();
        if (leftMs <= 0) throw tookTooLong(connection, id, secret.status, timeoutMs);
        await pause(Math.min(waitMs, leftMs), signal);
        waitMs = Math.min(waitMs * 2, LONGEST_POLL_MS);
    }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
            clearTimeout(timer);
            reject(signal?.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
        }, ms);
        signal?.addEventListener('abort', onAbort, { once: true });
    });
}

function tookTooLong(connection: ConnectionRef<string>, id: string, status: string, timeoutMs: number): CallError {
    return new CallError({
        ...connection,
        call: 'get-export-secret',
        code: 'wait_timeout',
        message: `The export destination is still ${status} after ${timeoutMs} ms. It goes on by itself: look again later.`,
        details: { id, status },
        source: 'client'
    });
}
