/**
 * Which IAM question each Secrets Manager call asks. A secret that is not there is asked for by the ARN its name would
 * begin with, so that a policy on a prefix gives "not found" and any other policy gives "access denied", as on AWS.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
import { AwsFailure } from '../aws-failure.js';
import { authorize, type Caller } from '../call.js';
import type { RequestContext } from '../iam-policy.js';
import type { Tag } from './schemas.js';
import type { Secret } from './secret.js';
import { notFound, type SecretStore } from './store.js';

export const requestTags = (tags: readonly Tag[] | undefined): RequestContext => ({
    ...Object.fromEntries((tags ?? []).map((tag) => [`aws:RequestTag/${tag.Key}`, [tag.Value]])),
    ...(tags === undefined ? {} : { 'aws:TagKeys': tags.map((tag) => tag.Key) })
});

const resourceTags = (secret: Secret): RequestContext =>
    Object.fromEntries(
        [...secret.tags].flatMap(([key, value]) => [
            [`aws:ResourceTag/${key}`, [value]],
            [`secretsmanager:ResourceTag/${key}`, [value]]
        ])
    );

/** Finds the secret that a call names, after asking whether the caller may touch it. */
export function openSecret(
    caller: Caller,
    store: SecretStore,
    action: string,
    secretId: string,
    context: RequestContext = {}
): Secret {
    const secret = store.find(secretId, caller.nowMs);
    const resource = secret?.arn ?? (secretId.startsWith('arn:') ? secretId : `${store.arnPrefix}${secretId}`);
    authorize(caller, `secretsmanager:${action}`, resource, {
        ...context,
        ...(secret === undefined ? {} : resourceTags(secret)),
        'secretsmanager:SecretId': [secretId]
    });
    if (secret === undefined) throw notFound();
    return secret;
}

/** Most calls are refused in the recovery window. */
export function openLiveSecret(...args: Parameters<typeof openSecret>): Secret {
    const secret = openSecret(...args);
    if (secret.deletedMs !== null) {
        throw new AwsFailure(
            'InvalidRequestException',
            "You can't perform this operation on the secret because it was marked for deletion."
        );
    }
    return secret;
}
