/** The AWS SDK's Glue client for Nango's sandbox. This list is also what `npm run build` bundles. */
export {
    AccessDeniedException,
    AlreadyExistsException,
    ConcurrentModificationException,
    ConflictException,
    CreateConnectionCommand,
    DeleteConnectionCommand,
    EntityNotFoundException,
    FederationSourceException,
    GetConnectionCommand,
    GetConnectionsCommand,
    GetJobCommand,
    GetJobRunCommand,
    GetJobRunsCommand,
    GetJobsCommand,
    GetTagsCommand,
    GlueClient,
    GlueEncryptionException,
    GlueServiceException,
    InternalServiceException,
    InvalidInputException,
    ListJobsCommand,
    OperationTimeoutException,
    paginateGetConnections,
    paginateGetJobRuns,
    paginateGetJobs,
    paginateListJobs,
    ResourceNotReadyException,
    ResourceNumberLimitExceededException,
    TestConnectionCommand,
    ThrottlingException,
    UpdateConnectionCommand
} from '@aws-sdk/client-glue';
export type {
    Connection,
    ConnectionInput,
    GetJobRunsResponse,
    GetJobsResponse,
    GlueClientConfig,
    Job,
    JobRun,
    JobRunState,
    ListJobsCommandInput,
    TestConnectionInput
} from '@aws-sdk/client-glue';
export { NangoRequestHandler } from './nango-request-handler.js';
export type { FetchingNango, NangoRequestHandlerOptions } from './nango-request-handler.js';
