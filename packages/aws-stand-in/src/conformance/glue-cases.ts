/** Glue jobs with their runs and tags, and connections. */
import {
    AlreadyExistsException,
    BatchGetJobsCommand,
    BatchStopJobRunCommand,
    ConcurrentRunsExceededException,
    CreateConnectionCommand,
    CreateJobCommand,
    DeleteConnectionCommand,
    EntityNotFoundException,
    GetConnectionCommand,
    GetJobCommand,
    GetJobRunCommand,
    GetJobRunsCommand,
    GetTagsCommand,
    InvalidInputException,
    ListJobsCommand,
    paginateGetJobRuns,
    paginateGetJobs,
    paginateListJobs,
    StartJobRunCommand,
    TagResourceCommand,
    TestConnectionCommand,
    UpdateConnectionCommand,
    type GlueClient
} from '@aws-sdk/client-glue';
import { expect } from 'vitest';
import type { Case } from './case.js';

const BODY = {
    Role: 'arn:aws:iam::123456789012:role/glue',
    Command: { Name: 'glueetl', ScriptLocation: 's3://b/s.py' }
};
const PROPERTIES = {
    JDBC_CONNECTION_URL: 'jdbc:postgresql://db.example.com:5432/app',
    USERNAME: 'u',
    PASSWORD: 'p'
};

async function startRuns(glue: GlueClient, JobName: string, count: number): Promise<string[]> {
    await glue.send(new CreateJobCommand({ Name: JobName, ...BODY, ExecutionProperty: { MaxConcurrentRuns: count } }));
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
        ids.push((await glue.send(new StartJobRunCommand({ JobName }))).JobRunId ?? '');
    }
    return ids;
}

export const glueCases: readonly Case[] = [
    {
        title: 'a job is read back with its arguments',
        async run({ glue, unique }) {
            const Name = unique('job');
            const DefaultArguments = { '--secret_arn': 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x' };
            expect((await glue.send(new CreateJobCommand({ Name, ...BODY, DefaultArguments }))).Name).toBe(Name);
            const { Job } = await glue.send(new GetJobCommand({ JobName: Name }));
            expect(Job).toMatchObject({ Name, Role: BODY.Role, Command: BODY.Command, DefaultArguments });
            expect(Job?.CreatedOn).toBeInstanceOf(Date);
        }
    },
    {
        title: 'a job name is taken once',
        async run({ glue, unique }) {
            const Name = unique('twice');
            await glue.send(new CreateJobCommand({ Name, ...BODY }));
            await expect(glue.send(new CreateJobCommand({ Name, ...BODY }))).rejects.toThrow(AlreadyExistsException);
        }
    },
    {
        title: 'jobs are found by tags, and tags by ARN',
        async run({ glue, unique }) {
            const Name = unique('tagged');
            const other = unique('other');
            const Tags = { export_secret_id: unique('secret') };
            await glue.send(new CreateJobCommand({ Name, ...BODY, Tags }));
            await glue.send(new CreateJobCommand({ Name: other, ...BODY, Tags: { export_secret_id: 'another' } }));
            expect((await glue.send(new ListJobsCommand({ Tags }))).JobNames).toEqual([Name]);
            const ResourceArn = `arn:aws:glue:us-east-1:123456789012:job/${Name}`;
            await glue.send(new TagResourceCommand({ ResourceArn, TagsToAdd: { more: 'yes' } }));
            expect((await glue.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ ...Tags, more: 'yes' });
        }
    },
    {
        title: 'several jobs are read at once, the missing ones named',
        async run({ glue, unique }) {
            const [one, two, absent] = [unique('one'), unique('two'), unique('absent')];
            for (const Name of [one, two]) await glue.send(new CreateJobCommand({ Name, ...BODY }));
            const found = await glue.send(new BatchGetJobsCommand({ JobNames: [one, absent, two] }));
            expect(found.Jobs?.map((job) => job.Name)).toEqual([one, two]);
            expect(found.JobsNotFound).toEqual([absent]);
        }
    },
    {
        title: 'pages of jobs hold each one once',
        async run({ glue, unique }) {
            const Tags = { page: unique('p') };
            const expected = Array.from({ length: 7 }, (_, index) => unique(`page${index}-`));
            for (const Name of expected) await glue.send(new CreateJobCommand({ Name, ...BODY, Tags }));
            const listed: string[] = [];
            for await (const page of paginateListJobs({ client: glue, pageSize: 3 }, { Tags })) {
                expect(page.JobNames?.length).toBeLessThanOrEqual(3);
                listed.push(...(page.JobNames ?? []));
            }
            expect(listed.sort()).toEqual(expected);
            const read: string[] = [];
            for await (const page of paginateGetJobs({ client: glue, pageSize: 3 }, {})) {
                read.push(...(page.Jobs ?? []).map((job) => job.Name ?? ''));
            }
            expect(read.filter((name) => expected.includes(name)).sort()).toEqual(expected);
        }
    },
    {
        title: 'a missing job is not found, by every call that names one',
        async run({ glue, unique }) {
            const JobName = unique('absent');
            for (const attempt of [
                () => glue.send(new GetJobCommand({ JobName })),
                () => glue.send(new StartJobRunCommand({ JobName })),
                () => glue.send(new GetJobRunsCommand({ JobName })),
                () => glue.send(new GetJobRunCommand({ JobName, RunId: 'jr_0' }))
            ]) {
                await expect(attempt()).rejects.toThrow(EntityNotFoundException);
            }
        }
    },
    {
        title: 'a started run is read back with its arguments',
        async run({ glue, unique }) {
            const JobName = unique('run');
            await glue.send(new CreateJobCommand({ Name: JobName, ...BODY }));
            const Arguments = { '--day': 'monday' };
            const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName, Arguments }));
            const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
            expect(JobRun).toMatchObject({ Id: JobRunId, JobName, Arguments });
            expect(JobRun?.StartedOn).toBeInstanceOf(Date);
        }
    },
    {
        title: 'runs are listed newest first, in pages that hold each one once',
        async run({ glue, unique }) {
            const JobName = unique('runs');
            const started = await startRuns(glue, JobName, 5);
            const listed: string[] = [];
            for await (const page of paginateGetJobRuns({ client: glue, pageSize: 2 }, { JobName })) {
                listed.push(...(page.JobRuns ?? []).map((run) => run.Id ?? ''));
            }
            expect(listed).toEqual(started.toReversed());
        }
    },
    {
        title: 'a job runs no more often at once than it may',
        async run({ glue, unique }) {
            const JobName = unique('limit');
            await startRuns(glue, JobName, 1);
            await expect(glue.send(new StartJobRunCommand({ JobName }))).rejects.toThrow(
                ConcurrentRunsExceededException
            );
        }
    },
    {
        title: 'a running run is asked to stop, an unknown one is reported',
        async run({ glue, unique }) {
            const JobName = unique('stop');
            const [JobRunId = ''] = await startRuns(glue, JobName, 1);
            const stopped = await glue.send(new BatchStopJobRunCommand({ JobName, JobRunIds: [JobRunId, 'jr_0'] }));
            expect(stopped.SuccessfulSubmissions).toEqual([{ JobName, JobRunId }]);
            expect(stopped.Errors?.map((error) => [error.JobRunId, error.ErrorDetail?.ErrorCode])).toEqual([
                ['jr_0', 'EntityNotFoundException']
            ]);
            const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
            expect(JobRun?.JobRunState).toMatch(/^STOP(PING|PED)$/);
        }
    },
    {
        title: 'a connection is created and read back, its password only when not hidden',
        async run({ glue, unique }) {
            const Name = unique('connection');
            const input = { Name, ConnectionType: 'JDBC' as const, ConnectionProperties: PROPERTIES };
            await glue.send(new CreateConnectionCommand({ ConnectionInput: input }));
            const open = await glue.send(new GetConnectionCommand({ Name }));
            expect(open.Connection).toMatchObject({ Name, ConnectionType: 'JDBC', ConnectionProperties: PROPERTIES });
            const hidden = await glue.send(new GetConnectionCommand({ Name, HidePassword: true }));
            expect(hidden.Connection?.ConnectionProperties?.PASSWORD).toBeUndefined();
            await expect(glue.send(new CreateConnectionCommand({ ConnectionInput: input }))).rejects.toThrow(
                AlreadyExistsException
            );
        }
    },
    {
        title: 'a connection is updated and deleted',
        async run({ glue, unique }) {
            const Name = unique('changing');
            const ConnectionInput = { Name, ConnectionType: 'JDBC' as const, ConnectionProperties: PROPERTIES };
            await glue.send(new CreateConnectionCommand({ ConnectionInput }));
            const Description = 'changed';
            await glue.send(
                new UpdateConnectionCommand({ Name, ConnectionInput: { ...ConnectionInput, Description } })
            );
            expect((await glue.send(new GetConnectionCommand({ Name }))).Connection?.Description).toBe(Description);
            await glue.send(new DeleteConnectionCommand({ ConnectionName: Name }));
            for (const attempt of [
                () => glue.send(new GetConnectionCommand({ Name })),
                () => glue.send(new UpdateConnectionCommand({ Name, ConnectionInput })),
                () => glue.send(new DeleteConnectionCommand({ ConnectionName: Name }))
            ]) {
                await expect(attempt()).rejects.toThrow(EntityNotFoundException);
            }
        }
    },
    {
        title: 'a connection is tested by name or by its input, not by both, not by neither',
        async run({ glue, unique }) {
            const Name = unique('tested');
            const given = { ConnectionType: 'JDBC' as const, ConnectionProperties: PROPERTIES };
            await glue.send(new CreateConnectionCommand({ ConnectionInput: { Name, ...given } }));
            await glue.send(new TestConnectionCommand({ ConnectionName: Name }));
            await glue.send(new TestConnectionCommand({ TestConnectionInput: given }));
            for (const wrong of [{}, { ConnectionName: Name, TestConnectionInput: given }]) {
                await expect(glue.send(new TestConnectionCommand(wrong))).rejects.toThrow(InvalidInputException);
            }
            await expect(glue.send(new TestConnectionCommand({ ConnectionName: unique('absent') }))).rejects.toThrow(
                EntityNotFoundException
            );
        }
    }
];
