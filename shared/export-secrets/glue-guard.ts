/**
 * Refuses to take a secret away from a Glue job that is running with it. A job is tied to a destination by its tag
 * `export_secret_id`, by a configured name, or by a default argument that names the secret.
 * https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html
 */
import { paginateGetJobRuns, paginateGetJobs, paginateListJobs } from '../vendor/aws.js';
import type { GlueClient, JobRun, JobRunState } from '../vendor/aws.js';
import { isAwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import type { Settings } from './settings.js';

/** WAITING is queued and will read the secret; STOPPING may still be writing. */
const RUNNING_STATES: ReadonlySet<JobRunState> = new Set(['STARTING', 'RUNNING', 'STOPPING', 'WAITING']);
const PAGE_SIZE = 100;

/** What is known of the secret that a job may name. */
export interface GuardedSecret {
    readonly id: string;
    readonly organizationId: string;
    readonly secretName: string;
    readonly secretArn: string | null;
}

/** Throws `export_secret_job_running` with job and run id while one runs. */
export async function refuseWhileJobRuns(glue: GlueClient, settings: Settings, secret: GuardedSecret): Promise<void> {
    const tied = await tiedJobs(glue, settings, secret);
    for (const [job, how] of tied) {
        const run = await activeRun(glue, settings, secret, job, how);
        if (run === undefined) continue;
        const runId = run.Id ?? 'unknown';
        throw new ActionableError(
            'export_secret_job_running',
            `The Glue job "${job}" is using this destination: run ${runId} is ${run.JobRunState ?? 'RUNNING'}.`,
            'Wait for the run to end, or stop it, then disconnect again.',
            { job_name: job, job_run_id: runId, job_run_state: run.JobRunState ?? 'RUNNING' }
        );
    }
}

type Tie = 'named' | 'own';

async function tiedJobs(
    glue: GlueClient,
    settings: Settings,
    secret: GuardedSecret
): Promise<ReadonlyMap<string, Tie>> {
    const jobs = new Map<string, Tie>();
    for (const name of settings.glueJobs) {
        jobs.set(
            name.replaceAll('{organization_id}', secret.organizationId).replaceAll('{secret_id}', secret.id),
            'named'
        );
    }
    const tagged = paginateListJobs({ client: glue, pageSize: PAGE_SIZE }, { Tags: { export_secret_id: secret.id } });
    for await (const page of tagged) for (const name of page.JobNames ?? []) jobs.set(name, 'own');
    for await (const page of paginateGetJobs({ client: glue, pageSize: PAGE_SIZE }, {})) {
        for (const job of page.Jobs ?? []) {
            const args = { ...job.DefaultArguments, ...job.NonOverridableArguments };
            if (job.Name !== undefined && names(args, secret)) jobs.set(job.Name, 'own');
        }
    }
    return jobs;
}

async function activeRun(
    glue: GlueClient,
    settings: Settings,
    secret: GuardedSecret,
    job: string,
    how: Tie
): Promise<JobRun | undefined> {
    try {
        for await (const page of paginateGetJobRuns({ client: glue, pageSize: PAGE_SIZE }, { JobName: job })) {
            for (const run of page.JobRuns ?? []) {
                if (run.JobRunState === undefined || !RUNNING_STATES.has(run.JobRunState)) continue;
                // A job that serves several destinations is told per run which one it is for.
                if (how === 'named' && namesAnother(run.Arguments ?? {}, settings, secret)) continue;
                return run;
            }
        }
    } catch (error) {
        // A configured name may belong to a job that does not exist yet.
        if (!isAwsError(error, 'EntityNotFoundException')) throw error;
    }
    return undefined;
}

function names(args: Readonly<Record<string, string>>, secret: GuardedSecret): boolean {
    return Object.values(args).some(
        (value) =>
            value.includes(secret.secretName) ||
            value.includes(secret.id) ||
            (secret.secretArn !== null && value.includes(secret.secretArn))
    );
}

function namesAnother(args: Readonly<Record<string, string>>, settings: Settings, secret: GuardedSecret): boolean {
    const namesAny = Object.values(args).some((value) => value.includes(`${settings.prefix}/org_`));
    return namesAny && !names(args, secret);
}
