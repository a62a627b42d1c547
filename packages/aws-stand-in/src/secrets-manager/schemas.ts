/**
 * The shapes of Secrets Manager's requests and their constraints, as its API reference states them. Unknown members are
 * ignored, as AWS does.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
import { z } from 'zod';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_SECRET_BYTES = 65_536;
export const MAX_TAGS = 50;
export const MAX_STAGING_LABELS = 20;

const secretId = z.string().min(1).max(2048);
const versionId = z.string().min(32).max(64);
const stage = z.string().min(1).max(256);
const description = z.string().max(2048);
const kmsKeyId = z.string().max(2048);
const maxResults = z.int().min(1).max(100);
const nextToken = z.string().min(1).max(4096);

export const TagSchema = z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) });
export type Tag = z.infer<typeof TagSchema>;

const secretString = z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= MAX_SECRET_BYTES, {
        message: `Member must have length less than or equal to ${MAX_SECRET_BYTES}`
    });
const secretBinary = z
    .base64()
    .min(1)
    .refine((text) => Buffer.byteLength(text, 'base64') <= MAX_SECRET_BYTES, {
        message: `Member must have length less than or equal to ${MAX_SECRET_BYTES}`
    });
const value = { SecretString: secretString.optional(), SecretBinary: secretBinary.optional() };

const regions = z.array(z.object({ Region: z.string().min(1).max(128), KmsKeyId: kmsKeyId.optional() }));

export const ReplicateInput = z.object({ SecretId: secretId, AddReplicaRegions: regions.min(1) });
export const RemoveRegionsInput = z.object({ SecretId: secretId, RemoveReplicaRegions: z.array(z.string()).min(1) });

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html */
export const RotateSecretInput = z.object({
    SecretId: secretId,
    ClientRequestToken: versionId.optional(),
    RotationLambdaARN: z.string().max(2048).optional(),
    RotationRules: z
        .object({
            AutomaticallyAfterDays: z.int().min(1).max(1000).optional(),
            Duration: z.string().optional(),
            ScheduleExpression: z.string().max(256).optional()
        })
        .optional(),
    ExternalSecretRotationMetadata: z.array(z.object({ Key: z.string().min(1), Value: z.string() })).optional(),
    ExternalSecretRotationRoleArn: z.string().min(20).max(2048).optional(),
    RotateImmediately: z.boolean().optional()
});
export type RotateSecretInput = z.infer<typeof RotateSecretInput>;

export const CreateSecretInput = z.object({
    Type: z.string().min(1).max(64).optional(),
    AddReplicaRegions: regions.optional(),
    Name: z.string().min(1).max(512),
    ClientRequestToken: versionId.optional(),
    Description: description.optional(),
    KmsKeyId: kmsKeyId.optional(),
    Tags: z.array(TagSchema).optional(),
    ...value
});

export const PutSecretValueInput = z.object({
    SecretId: secretId,
    ClientRequestToken: versionId.optional(),
    VersionStages: z.array(stage).min(1).max(20).optional(),
    ...value
});

export const UpdateSecretInput = z.object({
    SecretId: secretId,
    ClientRequestToken: versionId.optional(),
    Description: description.optional(),
    KmsKeyId: kmsKeyId.optional(),
    ...value
});

export const UpdateSecretVersionStageInput = z.object({
    SecretId: secretId,
    VersionStage: stage,
    RemoveFromVersionId: versionId.optional(),
    MoveToVersionId: versionId.optional()
});

export const ListSecretVersionIdsInput = z.object({
    SecretId: secretId,
    MaxResults: maxResults.optional(),
    NextToken: nextToken.optional(),
    IncludeDeprecated: z.boolean().optional()
});

export const GetSecretValueInput = z.object({
    SecretId: secretId,
    VersionId: versionId.optional(),
    VersionStage: stage.optional()
});

export const SecretIdInput = z.object({ SecretId: secretId });

export const DeleteSecretInput = z.object({
    SecretId: secretId,
    RecoveryWindowInDays: z.int().optional(),
    ForceDeleteWithoutRecovery: z.boolean().optional()
});

export const TagResourceInput = z.object({ SecretId: secretId, Tags: z.array(TagSchema) });
export const UntagResourceInput = z.object({ SecretId: secretId, TagKeys: z.array(z.string().min(1).max(128)) });

const FilterSchema = z.object({
    Key: z.enum(['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all']),
    Values: z
        .array(
            z
                .string()
                .max(512)
                .regex(/^!?[a-zA-Z0-9 :_@/+=.\-!]*$/)
        )
        .min(1)
        .max(10)
});
export type Filter = z.infer<typeof FilterSchema>;

export const ListSecretsInput = z.object({
    IncludePlannedDeletion: z.boolean().optional(),
    MaxResults: maxResults.optional(),
    NextToken: nextToken.optional(),
    Filters: z.array(FilterSchema).max(10).optional(),
    SortOrder: z.enum(['asc', 'desc']).optional(),
    SortBy: z.enum(['created-date', 'last-accessed-date', 'last-changed-date', 'name']).optional()
});
export type ListSecretsInput = z.infer<typeof ListSecretsInput>;
