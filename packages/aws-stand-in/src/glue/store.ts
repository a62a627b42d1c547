/** The jobs, runs, connections and tags of one region, and what tests may order of them. */
import { randomBytes } from 'node:crypto';
import { AwsFailure } from '../aws-failure.js';
import type { ConnectionInput, JobDefinition, RunState, TestedConnection } from './schemas.js';

export interface JobRun {
    readonly id: string;
    readonly startedMs: number;
    readonly args: Readonly<Record<string, string>>;
    readonly timeoutMinutes: number;
    state: RunState;
    changedMs: number;
    completedMs: number | null;
    errorMessage: string | null;
}

export interface Job {
    readonly definition: JobDefinition;
    readonly createdMs: number;
    /** In the order of their start. */
    readonly runs: JobRun[];
}

export interface Connection {
    input: ConnectionInput;
    readonly createdMs: number;
    changedMs: number;
}

/** What a test of a connection ends in: null for success, else the error that Glue answers. */
export type ConnectionVerdict = AwsFailure | null;

const RUNNING: ReadonlySet<RunState> = new Set(['STARTING', 'RUNNING', 'STOPPING', 'WAITING']);
export const isActive = (run: JobRun): boolean => RUNNING.has(run.state);

export const entityNotFound = (message: string): AwsFailure => new AwsFailure('EntityNotFoundException', message);
export const invalidInput = (message: string): AwsFailure => new AwsFailure('InvalidInputException', message);

export class GlueStore {
    readonly #arnStart: string;
    readonly jobs = new Map<string, Job>();
    readonly connections = new Map<string, Connection>();
    /** By ARN. */
    readonly tags = new Map<string, Map<string, string>>();
    /** Decides what TestConnection answers; by default every well-formed connection works. */
    testVerdict: (tested: TestedConnection) => ConnectionVerdict = () => null;
    /** What TestConnection was asked, newest last, without its properties' values: they hold passwords. */
    readonly tested: { readonly connectionType: string; readonly secretId: string | null }[] = [];

    constructor(accountId: string, region: string) {
        this.#arnStart = `arn:aws:glue:${region}:${accountId}`;
    }

    arn(kind: 'job' | 'connection', name: string): string {
        return `${this.#arnStart}:${kind}/${name}`;
    }

    get catalogArn(): string {
        return `${this.#arnStart}:catalog`;
    }

    job(name: string): Job {
        const job = this.jobs.get(name);
        if (job === undefined) throw entityNotFound(`Job ${name} not found.`);
        return job;
    }

    run(jobName: string, runId: string): JobRun {
        const run = this.job(jobName).runs.find((candidate) => candidate.id === runId);
        if (run === undefined) throw entityNotFound(`Job Run ${runId} not found.`);
        return run;
    }

    startRun(jobName: string, nowMs: number, args: Record<string, string> = {}, timeoutMinutes?: number): JobRun {
        const job = this.job(jobName);
        const limit = job.definition.ExecutionProperty?.MaxConcurrentRuns ?? 1;
        if (job.runs.filter(isActive).length >= limit) {
            throw new AwsFailure('ConcurrentRunsExceededException', `Concurrent runs exceeded for ${jobName}`);
        }
        const run: JobRun = {
            id: `jr_${randomBytes(32).toString('hex')}`,
            startedMs: nowMs,
            args,
            timeoutMinutes: timeoutMinutes ?? job.definition.Timeout ?? 480,
            state: 'STARTING',
            changedMs: nowMs,
            completedMs: null,
            errorMessage: null
        };
        job.runs.push(run);
        return run;
    }

    setRunState(jobName: string, runId: string, state: RunState, nowMs: number, errorMessage?: string): void {
        const run = this.run(jobName, runId);
        run.state = state;
        run.changedMs = nowMs;
        run.completedMs = isActive(run) ? null : nowMs;
        run.errorMessage = errorMessage ?? null;
    }

    tag(arn: string, added: Readonly<Record<string, string>>): void {
        this.tags.set(arn, new Map([...(this.tags.get(arn) ?? []), ...Object.entries(added)]));
    }
}
