/**
 * The shapes of the Glue requests in use and their constraints. Members that nothing here acts on are kept as they came.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html
 */
import { z } from 'zod';

const name = z.string().min(1).max(255);
const strings = z.record(z.string(), z.string());
const nextToken = z.string().optional();

export const RUN_STATES = [
    'STARTING',
    'RUNNING',
    'STOPPING',
    'WAITING',
    'STOPPED',
    'SUCCEEDED',
    'FAILED',
    'TIMEOUT',
    'ERROR',
    'EXPIRED'
] as const;
export type RunState = (typeof RUN_STATES)[number];

const jobBody = {
    Role: z.string().min(1),
    Command: z.object({
        Name: z.string().optional(),
        ScriptLocation: z.string().optional(),
        PythonVersion: z.string().optional(),
        Runtime: z.string().optional()
    }),
    Description: z.string().max(2048).optional(),
    DefaultArguments: strings.optional(),
    NonOverridableArguments: strings.optional(),
    Connections: z.object({ Connections: z.array(z.string()).optional() }).optional(),
    ExecutionProperty: z.object({ MaxConcurrentRuns: z.int().optional() }).optional(),
    MaxRetries: z.int().optional(),
    Timeout: z.int().optional(),
    GlueVersion: z.string().optional(),
    WorkerType: z.string().optional(),
    NumberOfWorkers: z.int().optional(),
    JobRunQueuingEnabled: z.boolean().optional()
};

export const CreateJobInput = z.object({ Name: name, Tags: strings.optional(), ...jobBody });
export type JobDefinition = Omit<z.infer<typeof CreateJobInput>, 'Tags'>;

export const JobNameInput = z.object({ JobName: name });
export const GetJobsInput = z.object({ NextToken: nextToken, MaxResults: z.int().min(1).max(1000).optional() });
export const ListJobsInput = z.object({
    NextToken: nextToken,
    MaxResults: z.int().min(1).max(1000).optional(),
    Tags: strings.optional()
});
export const BatchGetJobsInput = z.object({ JobNames: z.array(name) });
export const GetJobRunsInput = z.object({
    JobName: name,
    NextToken: nextToken,
    MaxResults: z.int().min(1).max(200).optional()
});
export const GetJobRunInput = z.object({ JobName: name, RunId: name });
export const StartJobRunInput = z.object({
    JobName: name,
    JobRunId: name.optional(),
    Arguments: strings.optional(),
    Timeout: z.int().min(1).optional()
});
export const BatchStopJobRunInput = z.object({ JobName: name, JobRunIds: z.array(name).min(1).max(25) });

export const GetTagsInput = z.object({ ResourceArn: z.string().min(1) });
export const TagInput = z.object({ ResourceArn: z.string().min(1), TagsToAdd: strings });
export const UntagInput = z.object({ ResourceArn: z.string().min(1), TagsToRemove: z.array(z.string()) });

const connectionBody = {
    ConnectionType: z.string().min(1),
    ConnectionProperties: strings,
    AuthenticationConfiguration: z.looseObject({ SecretArn: z.string().optional() }).optional()
};

export const ConnectionInput = z.object({
    Name: name,
    Description: z.string().max(2048).optional(),
    MatchCriteria: z.array(z.string()).max(10).optional(),
    SparkProperties: strings.optional(),
    AthenaProperties: strings.optional(),
    PythonProperties: strings.optional(),
    PhysicalConnectionRequirements: z
        .object({
            SubnetId: z.string().optional(),
            SecurityGroupIdList: z.array(z.string()).optional(),
            AvailabilityZone: z.string().optional()
        })
        .optional(),
    ValidateCredentials: z.boolean().optional(),
    ...connectionBody
});
export type ConnectionInput = z.infer<typeof ConnectionInput>;

export const TestedConnection = z.object(connectionBody);
export type TestedConnection = z.infer<typeof TestedConnection>;

export const CreateConnectionInput = z.object({ ConnectionInput, Tags: strings.optional() });
export const UpdateConnectionInput = z.object({ Name: name, ConnectionInput });
export const GetConnectionInput = z.object({ Name: name, HidePassword: z.boolean().optional() });
export const GetConnectionsInput = z.object({
    Filter: z.object({ ConnectionType: z.string().optional() }).optional(),
    HidePassword: z.boolean().optional(),
    NextToken: nextToken,
    MaxResults: z.int().min(1).max(1000).optional()
});
export const DeleteConnectionInput = z.object({ ConnectionName: name });
export const TestConnectionInput = z.object({
    ConnectionName: name.optional(),
    TestConnectionInput: TestedConnection.optional()
});
