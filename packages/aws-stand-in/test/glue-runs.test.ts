/** What tests can order of Glue: the states of runs and the outcome of connection tests. */
import {
    CreateConnectionCommand,
    CreateJobCommand,
    FederationSourceException,
    GetJobRunCommand,
    GetJobRunsCommand,
    GlueClient,
    InvalidInputException,
    StartJobRunCommand,
    TestConnectionCommand
} from '@aws-sdk/client-glue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AwsFailure } from '../src/aws-failure.js';
import { RUN_STATES } from '../src/glue/schemas.js';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;
let glue: GlueClient;

beforeEach(async () => {
    aws = await startAws();
    const credentials = aws.identities.createUser('glue');
    glue = new GlueClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 });
});
afterEach(() => aws.close());

const JobName = 'export';
const ACTIVE = new Set(['STARTING', 'RUNNING', 'STOPPING', 'WAITING']);

test('a run shows each state it is put in, and an end only when it has ended', async () => {
    await glue.send(new CreateJobCommand({ Name: JobName, Role: 'r', Command: { Name: 'glueetl' } }));
    const { JobRunId = '' } = await glue.send(new StartJobRunCommand({ JobName }));
    for (const state of RUN_STATES) {
        aws.glue().setRunState(JobName, JobRunId, state, aws.clock.now(), 'why');
        const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
        expect(JobRun).toMatchObject({ JobRunState: state, ErrorMessage: 'why' });
        expect(JobRun?.CompletedOn === undefined).toBe(ACTIVE.has(state));
    }
});

test('a job that was running can start again when its run has ended', async () => {
    await glue.send(new CreateJobCommand({ Name: JobName, Role: 'r', Command: { Name: 'glueetl' } }));
    const { JobRunId = '' } = await glue.send(new StartJobRunCommand({ JobName }));
    aws.glue().setRunState(JobName, JobRunId, 'SUCCEEDED', aws.clock.now());
    await glue.send(new StartJobRunCommand({ JobName }));
    const { JobRuns } = await glue.send(new GetJobRunsCommand({ JobName }));
    expect(JobRuns?.map((run) => run.JobRunState)).toEqual(['STARTING', 'SUCCEEDED']);
});

const POSTGRESQL = {
    ConnectionType: 'JDBC' as const,
    ConnectionProperties: {
        JDBC_CONNECTION_URL: 'jdbc:postgresql://db.example.com:5432/app',
        SECRET_ID: 'exports/org_1/pg'
    }
};

const attempt = (): Promise<unknown> => glue.send(new TestConnectionCommand({ TestConnectionInput: POSTGRESQL }));

test('a connection test ends as ordered', async () => {
    await expect(attempt()).resolves.toBeDefined();
    aws.glue().testVerdict = () =>
        new AwsFailure('InvalidInputException', 'FATAL: password authentication failed', 400);
    await expect(attempt()).rejects.toThrow(InvalidInputException);
    aws.glue().testVerdict = (tested) =>
        tested.ConnectionProperties['SECRET_ID'] === 'exports/org_1/pg'
            ? new AwsFailure('FederationSourceException', 'refused', 400, {
                  FederationSourceErrorCode: 'AccessDeniedException'
              })
            : null;
    const refused = attempt();
    await expect(refused).rejects.toThrow(FederationSourceException);
    await expect(refused).rejects.toMatchObject({ FederationSourceErrorCode: 'AccessDeniedException' });
    expect(aws.glue().tested).toEqual(
        Array.from({ length: 3 }, () => ({ connectionType: 'JDBC', secretId: 'exports/org_1/pg' }))
    );
});

test('a JDBC connection needs an address and a login to be tested', async () => {
    const probe = (ConnectionProperties: Record<string, string>): Promise<unknown> =>
        glue.send(new TestConnectionCommand({ TestConnectionInput: { ConnectionType: 'JDBC', ConnectionProperties } }));
    await expect(probe({ SECRET_ID: 's' })).rejects.toThrow(InvalidInputException);
    await expect(probe({ HOST: 'h', PORT: '5432', JDBC_ENGINE: 'postgresql' })).rejects.toThrow(InvalidInputException);
    await expect(probe({ HOST: 'h', PORT: '5432', JDBC_ENGINE: 'postgresql', SECRET_ID: 's' })).resolves.toBeDefined();
    await glue.send(new CreateConnectionCommand({ ConnectionInput: { Name: 'pg', ...POSTGRESQL } }));
    await expect(glue.send(new TestConnectionCommand({ ConnectionName: 'pg' }))).resolves.toBeDefined();
});
