/** The AWS SDK's Secrets Manager client for Nango's sandbox. This list is also what `npm run build` bundles. */
export {
    CreateSecretCommand,
    DecryptionFailure,
    DeleteSecretCommand,
    DescribeSecretCommand,
    EncryptionFailure,
    GetSecretValueCommand,
    InternalServiceError,
    InvalidNextTokenException,
    InvalidParameterException,
    InvalidRequestException,
    LimitExceededException,
    ListSecretsCommand,
    ListSecretVersionIdsCommand,
    MalformedPolicyDocumentException,
    paginateListSecrets,
    paginateListSecretVersionIds,
    PreconditionNotMetException,
    PublicPolicyException,
    PutSecretValueCommand,
    RemoveRegionsFromReplicationCommand,
    ReplicateSecretToRegionsCommand,
    ResourceExistsException,
    ResourceNotFoundException,
    RestoreSecretCommand,
    RotateSecretCommand,
    SecretsManagerClient,
    SecretsManagerServiceException,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateSecretCommand,
    UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
export type {
    CreateSecretResponse,
    DeleteSecretResponse,
    DescribeSecretResponse,
    GetSecretValueResponse,
    ListSecretsCommandInput,
    SecretListEntry,
    SecretsManagerClientConfig,
    SecretVersionsListEntry,
    Tag
} from '@aws-sdk/client-secrets-manager';
export { NangoRequestHandler } from './nango-request-handler.js';
export type { FetchingNango, NangoRequestHandlerOptions } from './nango-request-handler.js';
