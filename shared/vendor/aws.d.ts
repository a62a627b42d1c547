/** The AWS SDK's clients for Nango's sandbox, Secrets Manager and Glue. This list is also what `npm run build` bundles. */
export {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    RemoveRegionsFromReplicationCommand,
    ReplicateSecretToRegionsCommand,
    RestoreSecretCommand,
    RotateSecretCommand,
    SecretsManagerClient,
    TagResourceCommand,
    UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
export type { Tag } from '@aws-sdk/client-secrets-manager';
export {
    CreateConnectionCommand,
    DeleteConnectionCommand,
    GetConnectionCommand,
    GetConnectionsCommand,
    GetJobRunsCommand,
    GetJobsCommand,
    GlueClient,
    ListJobsCommand,
    paginateGetConnections,
    paginateGetJobRuns,
    paginateGetJobs,
    paginateListJobs,
    TestConnectionCommand
} from '@aws-sdk/client-glue';
export type { Connection, ConnectionInput, Job, JobRun, JobRunState, TestConnectionInput } from '@aws-sdk/client-glue';
/** The partition that a region is of, with the domain of its services. */
export { partition } from '@aws-sdk/core/client';
export { NangoRequestHandler } from './nango-request-handler.js';
export type { FetchingNango, NangoRequestHandlerOptions } from './nango-request-handler.js';
