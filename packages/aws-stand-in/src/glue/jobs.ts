/** Glue jobs and their runs. Runs are listed newest first; a page token goes stale with the list it came from. */
import { AwsFailure } from '../aws-failure.js';
import { authorize, pageToken, parseInput, type Operations } from '../call.js';
import { epochSeconds } from '../clock.js';
import { authorizeJob } from './access.js';
import {
    BatchGetJobsInput,
    BatchStopJobRunInput,
    CreateJobInput,
    GetJobRunInput,
    GetJobRunsInput,
    GetJobsInput,
    JobNameInput,
    ListJobsInput,
    StartJobRunInput
} from './schemas.js';
import { entityNotFound, invalidInput, isActive, type GlueStore, type Job, type JobRun } from './store.js';

const DEFAULT_PAGE = 100;

function page<T>(items: readonly T[], token: string | undefined, size = DEFAULT_PAGE): { items: T[]; next?: string } {
    const start = pageToken.read(token);
    if (start === null) throw invalidInput('Invalid pagination token');
    const end = start + size;
    return { items: items.slice(start, end), ...(end < items.length ? { next: pageToken.write(end) } : {}) };
}

const showJob = (job: Job): Record<string, unknown> => ({
    ...job.definition,
    CreatedOn: epochSeconds(job.createdMs),
    LastModifiedOn: epochSeconds(job.createdMs),
    ExecutionProperty: { MaxConcurrentRuns: job.definition.ExecutionProperty?.MaxConcurrentRuns ?? 1 }
});

const showRun = (job: Job, run: JobRun): Record<string, unknown> => ({
    Id: run.id,
    Attempt: 0,
    JobName: job.definition.Name,
    StartedOn: epochSeconds(run.startedMs),
    LastModifiedOn: epochSeconds(run.changedMs),
    CompletedOn: run.completedMs === null ? undefined : epochSeconds(run.completedMs),
    JobRunState: run.state,
    Arguments: Object.keys(run.args).length === 0 ? undefined : run.args,
    ErrorMessage: run.errorMessage ?? undefined,
    PredecessorRuns: [],
    ExecutionTime: run.completedMs === null ? 0 : Math.round((run.completedMs - run.startedMs) / 1000),
    Timeout: run.timeoutMinutes,
    LogGroupName: '/aws-glue/jobs'
});

export const jobOperations = (store: GlueStore): Operations => ({
    CreateJob(caller, body) {
        const { Tags, ...definition } = parseInput(CreateJobInput, body);
        authorizeJob(caller, store, 'CreateJob', definition.Name);
        if (store.jobs.has(definition.Name)) {
            throw new AwsFailure('AlreadyExistsException', `Job ${definition.Name} already exists.`);
        }
        store.jobs.set(definition.Name, { definition, createdMs: caller.nowMs, runs: [] });
        store.tag(store.arn('job', definition.Name), Tags ?? {});
        return { Name: definition.Name };
    },

    DeleteJob(caller, body) {
        const { JobName } = parseInput(JobNameInput, body);
        authorizeJob(caller, store, 'DeleteJob', JobName);
        store.jobs.delete(JobName); // "If the job definition is not found, no exception is thrown."
        store.tags.delete(store.arn('job', JobName));
        return { JobName };
    },

    GetJob(caller, body) {
        const { JobName } = parseInput(JobNameInput, body);
        authorizeJob(caller, store, 'GetJob', JobName);
        return { Job: showJob(store.job(JobName)) };
    },

    GetJobs(caller, body) {
        const input = parseInput(GetJobsInput, body);
        authorizeJob(caller, store, 'GetJobs', '*');
        const { items, next } = page([...store.jobs.values()], input.NextToken, input.MaxResults);
        return { Jobs: items.map(showJob), NextToken: next };
    },

    ListJobs(caller, body) {
        const input = parseInput(ListJobsInput, body);
        authorize(caller, 'glue:ListJobs', '*');
        const wanted = Object.entries(input.Tags ?? {});
        const names = [...store.jobs.keys()].filter((name) => {
            const tags = store.tags.get(store.arn('job', name));
            return wanted.every(([key, value]) => tags?.get(key) === value);
        });
        const { items, next } = page(names, input.NextToken, input.MaxResults);
        return { JobNames: items, NextToken: next };
    },

    BatchGetJobs(caller, body) {
        const { JobNames } = parseInput(BatchGetJobsInput, body);
        for (const name of JobNames) authorizeJob(caller, store, 'BatchGetJobs', name);
        const found = JobNames.flatMap((name) => store.jobs.get(name) ?? []);
        return { Jobs: found.map(showJob), JobsNotFound: JobNames.filter((name) => !store.jobs.has(name)) };
    },

    StartJobRun(caller, body) {
        const input = parseInput(StartJobRunInput, body);
        authorizeJob(caller, store, 'StartJobRun', input.JobName);
        if (input.JobRunId !== undefined) store.run(input.JobName, input.JobRunId);
        const run = store.startRun(input.JobName, caller.nowMs, input.Arguments, input.Timeout);
        return { JobRunId: run.id };
    },

    GetJobRun(caller, body) {
        const input = parseInput(GetJobRunInput, body);
        authorizeJob(caller, store, 'GetJobRun', input.JobName);
        return { JobRun: showRun(store.job(input.JobName), store.run(input.JobName, input.RunId)) };
    },

    GetJobRuns(caller, body) {
        const input = parseInput(GetJobRunsInput, body);
        authorizeJob(caller, store, 'GetJobRuns', input.JobName);
        const job = store.job(input.JobName);
        const { items, next } = page(job.runs.toReversed(), input.NextToken, input.MaxResults);
        return { JobRuns: items.map((run) => showRun(job, run)), NextToken: next };
    },

    BatchStopJobRun(caller, body) {
        const { JobName, JobRunIds } = parseInput(BatchStopJobRunInput, body);
        authorizeJob(caller, store, 'BatchStopJobRun', JobName);
        const job = store.jobs.get(JobName);
        if (job === undefined) throw entityNotFound(`Job ${JobName} not found.`);
        const stopped: { JobName: string; JobRunId: string }[] = [];
        const errors: unknown[] = [];
        for (const JobRunId of JobRunIds) {
            const run = job.runs.find((candidate) => candidate.id === JobRunId);
            const refuse = (ErrorCode: string, ErrorMessage: string): void => {
                errors.push({ JobName, JobRunId, ErrorDetail: { ErrorCode, ErrorMessage } });
            };
            if (run === undefined) refuse('EntityNotFoundException', `Job Run ${JobRunId} not found.`);
            else if (!isActive(run)) refuse('InvalidInputException', `Job Run ${JobRunId} is not running.`);
            else {
                store.setRunState(JobName, JobRunId, 'STOPPING', caller.nowMs);
                stopped.push({ JobName, JobRunId });
            }
        }
        return { SuccessfulSubmissions: stopped, Errors: errors };
    }
});
