/**
 * Runs a compiled function to its end: sandbox, `nango` object, outcome.
 * Input and output are written to the journal as Nango's server stores them: in plain text.
 */
import { ExecutionInterruptedSDKError, validateData } from '@nangohq/runner-sdk';

import { Execution } from './execution.js';
import { holding, holdingCrypto } from './idle-timers.js';
import { failureOf } from './outcome.js';
import { loadFunction } from './sandbox.js';
import { LocalNangoAction } from './sdk-action.js';
import { LocalNangoSync } from './sdk-sync.js';

import type { NangoProps } from '@nangohq/types';
import type { Connection } from './connections.js';
import type { Cuts, Surroundings } from './execution.js';
import type { ExecutionResult } from './outcome.js';
import type { CompiledFunction, Project } from './project.js';

const MAX_OUTPUT_BYTES = 2 * 1_024 * 1_024;
const RECORD_CHECKS = {
    validateActionInput: false,
    validateActionOutput: true,
    validateSyncRecords: true,
    validateSyncMetadata: false,
    exportRunnerTelemetry: false
};

export interface ExecutorOptions {
    readonly project: Project;
    readonly around: Surroundings;
    /** Address and key of the local API, which functions ask for connections. */
    readonly host: () => string;
    readonly secretKey: string;
}

export interface Run extends Cuts {
    readonly fn: CompiledFunction;
    readonly connection: Connection;
    readonly variant?: string;
    readonly input?: unknown;
}

export class Executor {
    readonly #options: ExecutorOptions;
    #nextId = 1;

    constructor(options: ExecutorOptions) {
        this.#options = options;
    }

    async run({ fn, connection, variant = 'base', input, ...cuts }: Run): Promise<ExecutionResult> {
        const { project, around } = this.#options;
        const execution = new Execution(this.#nextId++, fn, connection, variant, around, cuts);
        const props = this.#props(execution, cuts.signal);
        const filename = `${fn.name}-${fn.integration}.js`;
        if (fn.kind === 'action') execution.emit('input', input);
        const timers = around.timers?.open() ?? null;
        const nango =
            fn.kind === 'sync' ? new LocalNangoSync(props, execution) : new LocalNangoAction(props, execution);
        try {
            const loaded = loadFunction(project.bundle(fn), {
                filename,
                timeScale: around.timeScale,
                ...(timers === null ? {} : { setTimeout: timers.set, crypto: holdingCrypto(timers) }),
                clock: around.clock
            });
            const handle = timers === null ? nango : holding(nango, timers);
            const running = loaded.exec(handle, fn.kind === 'action' ? plain(input) : undefined);
            const ended = await Promise.race([running.then((value) => ({ value })), execution.killed.then(() => null)]);
            if (ended === null) return resultOf(execution, 'killed', null, null);
            return fn.kind === 'action'
                ? this.#answer(execution, ended.value)
                : resultOf(execution, 'success', null, null);
        } catch (error) {
            if (error instanceof ExecutionInterruptedSDKError) return resultOf(execution, 'interrupted', null, null);
            const failure = failureOf(error, filename);
            execution.emit('error', failure);
            return resultOf(execution, 'failed', null, failure);
        } finally {
            timers?.close();
            execution.releaseAllLocks();
        }
    }

    #answer(execution: Execution, output: unknown): ExecutionResult {
        const { definition } = execution.fn;
        const value = plain(output);
        execution.emit('output', value);
        if (Buffer.byteLength(JSON.stringify(value) ?? '') > MAX_OUTPUT_BYTES) {
            const failure = {
                type: 'action_output_too_big',
                payload: { message: 'The output is larger than 2 MB.' },
                status: 400
            };
            return resultOf(execution, 'failed', null, failure);
        }
        const checked = validateData({
            version: versionKey(execution),
            input: value,
            modelName: definition?.output[0],
            jsonSchema: definition?.json_schema
        });
        if (checked === true) return resultOf(execution, 'success', value, null);
        const failure = { type: 'invalid_action_output', payload: { output: value, validation: checked }, status: 400 };
        execution.emit('error', failure);
        return resultOf(execution, 'failed', null, failure);
    }

    #props(execution: Execution, signal: AbortSignal | undefined): NangoProps {
        const { fn, connection, variant } = execution;
        const { definition } = fn;
        const now = new Date();
        return {
            scriptType: fn.kind,
            host: this.#options.host(),
            secretKey: this.#options.secretKey,
            team: { id: 1, name: 'local' },
            connectionId: connection.connectionId,
            environmentId: 1,
            environmentName: 'dev',
            activityLogId: execution.owner,
            providerConfigKey: connection.integration.uniqueKey,
            provider: connection.integration.provider,
            nangoConnectionId: connection.id,
            ...(fn.kind === 'sync'
                ? { syncId: `${fn.name}-${variant}`, syncJobId: execution.id, syncVariant: variant }
                : {}),
            variant,
            ...(signal === undefined ? {} : { abortSignal: signal }),
            syncConfig: {
                id: execution.id,
                sync_name: fn.name,
                nango_config_id: 1,
                file_location: '',
                version: versionKey(execution),
                models: definition?.output ?? [],
                active: true,
                runs: definition?.type === 'sync' ? definition.runs : null,
                environment_id: 1,
                track_deletes: false,
                type: fn.kind,
                auto_start: definition?.type === 'sync' && definition.auto_start,
                attributes: {},
                source: 'repo',
                metadata: {},
                input: definition?.input ?? null,
                sync_type: 'full',
                webhook_subscriptions: [],
                enabled: true,
                models_json_schema: definition === null ? null : definition.json_schema,
                sdk_version: null,
                features: [],
                created_at: now,
                updated_at: now
            },
            runnerFlags: RECORD_CHECKS,
            // A server shows less by default; here the finest line must be seen, so that nothing hides in it.
            logger: { level: 'debug' },
            debug: false,
            startedAt: now,
            endUser: null
        };
    }
}

/** Nango's validator keeps compiled schemas by model and version: functions that share both names must not share one. */
function versionKey({ fn }: Execution): string {
    return `${fn.integration}/${fn.name}@${fn.definition?.version ?? '0'}`;
}

/** What crosses the border between a caller and the sandbox is JSON. */
function plain(value: unknown): unknown {
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? 'null');
}

function resultOf(
    execution: Execution,
    status: ExecutionResult['status'],
    output: unknown,
    error: ExecutionResult['error']
): ExecutionResult {
    const { id, counts, logs, requests, steps } = execution;
    return { execution: id, status, output, error, counts, logs, requests, steps };
}
