/**
 * Which Glue jobs are tied to a destination: by their tag `export_secret_id`, by a configured name, by a Glue connection
 * whose properties name the secret, by an argument of theirs, or by an argument of one run alone. In doubt a job is tied.
 */
import { paginateGetConnections, paginateGetJobs, paginateListJobs } from '../vendor/aws.js';
import type { Connection, GlueClient, Job, JobRun } from '../vendor/aws.js';
import { organisationPath } from './naming.js';
import type { Settings } from './settings.js';

const PAGE_SIZE = 100;
const SECRET_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** What is known of the secret that a job may name. */
export interface GuardedSecret {
    readonly id: string;
    readonly organizationId: string;
    readonly secretName: string;
    readonly secretArn: string | null;
}

/** `named`: by its configured name alone, which may serve several destinations. `perhaps`: if one of its runs says so. */
export type Tie = 'own' | 'named' | 'perhaps';

export interface Ties {
    readonly jobs: ReadonlyMap<string, Tie>;
    readonly connections: readonly string[];
    /** Whether these arguments name the secret, or a Glue connection that reads it. */
    nameIt(args: Readonly<Record<string, string>>): boolean;
}

export async function findTies(glue: GlueClient, settings: Settings, secret: GuardedSecret): Promise<Ties> {
    const connections: string[] = [];
    const pages = paginateGetConnections({ client: glue, pageSize: PAGE_SIZE }, { HidePassword: true });
    for await (const page of pages) {
        for (const found of page.ConnectionList ?? []) {
            if (found.Name !== undefined && readsSecret(found, secret)) connections.push(found.Name);
        }
    }
    const nameIt = (args: Readonly<Record<string, string>>): boolean =>
        Object.values(args).some((value) => isNamedIn(value, secret) || connections.includes(value.trim()));

    const jobs = new Map<string, Tie>();
    for (const name of settings.glueJobs) {
        jobs.set(
            name.replaceAll('{organization_id}', secret.organizationId).replaceAll('{secret_id}', secret.id),
            'named'
        );
    }
    for await (const page of paginateGetJobs({ client: glue, pageSize: PAGE_SIZE }, {})) {
        for (const job of page.Jobs ?? []) {
            if (job.Name === undefined) continue;
            const tie = isTied(job, connections, nameIt, secret) ? 'own' : (jobs.get(job.Name) ?? 'perhaps');
            jobs.set(job.Name, tie);
        }
    }
    const tagged = paginateListJobs({ client: glue, pageSize: PAGE_SIZE }, { Tags: { export_secret_id: secret.id } });
    for await (const page of tagged) for (const name of page.JobNames ?? []) jobs.set(name, 'own');
    return { jobs, connections, nameIt };
}

/** Whether this run has to do with the secret. */
export function isTiedRun(run: JobRun, tie: Tie, ties: Ties, settings: Settings, secret: GuardedSecret): boolean {
    const args = run.Arguments ?? {};
    if (tie === 'own' || ties.nameIt(args)) return true;
    // A configured job that serves several destinations is told per run which one it is for.
    return tie === 'named' && !namesOthersAlone(args, settings, secret);
}

export function readsSecret(found: Connection, secret: GuardedSecret): boolean {
    const maps = [found.ConnectionProperties, found.SparkProperties, found.AthenaProperties, found.PythonProperties];
    const named = maps.flatMap((properties) => Object.values(properties ?? {}));
    const values = [...named, found.AuthenticationConfiguration?.SecretArn ?? ''];
    return values.some((value) => isNamedIn(value, secret));
}

/** One whose connection is gone already, as at the end of a destination, is told by its name. */
function isTied(job: Job, connections: readonly string[], nameIt: Ties['nameIt'], secret: GuardedSecret): boolean {
    if ((job.Connections?.Connections ?? []).some((name) => connections.includes(name) || isNamedIn(name, secret)))
        return true;
    return nameIt({ ...job.DefaultArguments }) || nameIt({ ...job.NonOverridableArguments });
}

function isNamedIn(value: string, secret: GuardedSecret): boolean {
    return (
        value.includes(secret.secretName) ||
        value.toLowerCase().includes(secret.id.toLowerCase()) ||
        (secret.secretArn !== null && value.includes(secret.secretArn))
    );
}

/** Every secret that the arguments name is another one; the organisation's path alone may mean this one. */
function namesOthersAlone(args: Readonly<Record<string, string>>, settings: Settings, secret: GuardedSecret): boolean {
    const start = `${settings.prefix}/org_`;
    const own = organisationPath(settings.prefix, secret.organizationId);
    const named = Object.values(args).flatMap((value) =>
        value
            .split(start)
            .slice(1)
            .map((rest) => `${start}${rest}`)
    );
    return (
        named.length > 0 &&
        named.every((path) => {
            const organisation = /^[^\s/,;"'*?]*/.exec(path.slice(start.length))?.[0] ?? '';
            if (`${start}${organisation}` === own) return SECRET_ID.test(path.slice(own.length));
            // A pattern such as `org_*`, or the beginning of a path, may take this one in.
            return !own.startsWith(`${start}${organisation}`);
        })
    );
}
