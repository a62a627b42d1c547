/**
 * Refuses to take a secret away from a Glue job that is running with it.
 * https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html
 */
import { paginateGetJobRuns } from '../vendor/aws.js';
import type { GlueClient, JobRun, JobRunState } from '../vendor/aws.js';
import pMap from '../vendor/p-map.js';
import { isAwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { findTies, isTiedRun } from './glue-ties.js';
import type { GuardedSecret } from './glue-ties.js';
import type { Settings } from './settings.js';

/** WAITING is queued and will read the secret; STOPPING may still be writing. */
const RUNNING_STATES: ReadonlySet<JobRunState> = new Set(['STARTING', 'RUNNING', 'STOPPING', 'WAITING']);
const PAGE_SIZE = 100;
/** An account may have hundreds of jobs, and each has to be asked for its runs. */
const CONCURRENCY = 4;

/** Throws `export_secret_job_running` with job and run id while one runs. */
export async function refuseWhileJobRuns(glue: GlueClient, settings: Settings, secret: GuardedSecret): Promise<void> {
    const ties = await findTies(glue, settings, secret);
    await pMap(
        ties.jobs,
        async ([job, tie]) => {
            const run = await activeRun(glue, job, (each) => isTiedRun(each, tie, ties, settings, secret));
            if (run !== undefined) throw jobRunning(job, run);
        },
        { concurrency: CONCURRENCY }
    );
}

async function activeRun(glue: GlueClient, job: string, isTied: (run: JobRun) => boolean): Promise<JobRun | undefined> {
    try {
        for await (const page of paginateGetJobRuns({ client: glue, pageSize: PAGE_SIZE }, { JobName: job })) {
            for (const run of page.JobRuns ?? []) {
                if (run.JobRunState !== undefined && RUNNING_STATES.has(run.JobRunState) && isTied(run)) return run;
            }
        }
    } catch (error) {
        // A configured name may belong to a job that does not exist yet, and a job may have been deleted since.
        if (!isAwsError(error, 'EntityNotFoundException')) throw error;
    }
    return undefined;
}

function jobRunning(job: string, run: JobRun): ActionableError {
    const runId = run.Id ?? 'unknown';
    const state = run.JobRunState ?? 'RUNNING';
    return new ActionableError(
        'export_secret_job_running',
        `The Glue job "${job}" is using this destination: run ${runId} is ${state}.`,
        'Wait for the run to end, or stop it, then disconnect again.',
        { job_name: job, job_run_id: runId, job_run_state: state }
    );
}
