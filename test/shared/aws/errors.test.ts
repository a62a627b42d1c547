import { expect, test } from 'vitest';
import { isAwsError, toAwsError } from '../../../shared/aws/errors.js';

function thrown(name: string, status?: number, message = 'said so'): unknown {
    return { name, message, $metadata: { httpStatusCode: status, requestId: 'r-1' } };
}

test.each([
    ['AccessDeniedException', 400, 'aws_access_denied'],
    ['ExpiredTokenException', 400, 'aws_credentials_refused'],
    ['InvalidSignatureException', 403, 'aws_credentials_refused'],
    ['UnrecognizedClientException', 400, 'aws_credentials_refused'],
    ['ThrottlingException', 400, 'aws_unavailable'],
    ['TooManyRequestsException', 429, 'aws_unavailable'],
    ['InternalServiceError', 500, 'aws_unavailable'],
    ['TimeoutError', undefined, 'aws_unavailable'],
    ['TypeError', undefined, 'aws_unavailable'],
    ['ResourceNotFoundException', 400, 'aws_error'],
    ['LimitExceededException', 400, 'aws_error']
])('%s with status %s is %s', (name, status, code) => {
    const error = toAwsError('SecretsManager', 'CreateSecret', thrown(name, status));
    expect(error).toMatchObject({ code, awsName: name });
    expect(isAwsError(error, name)).toBe(true);
});

test('a missing right is named as IAM names it', () => {
    const secrets = toAwsError('SecretsManager', 'PutSecretValue', thrown('AccessDeniedException', 400));
    expect(secrets.remedy).toContain('secretsmanager:PutSecretValue');
    expect(toAwsError('Glue', 'GetJobs', thrown('AccessDeniedException', 400)).remedy).toContain('glue:GetJobs');
});

test('the request id and AWS’s name are details that a program can read', () => {
    const error = toAwsError('Glue', 'GetJobs', thrown('InternalServiceException', 500));
    expect(error.details).toEqual({
        operation: 'Glue:GetJobs',
        aws_error: 'InternalServiceException',
        aws_status: 500,
        aws_request_id: 'r-1'
    });
});

test.each(['ValidationException', 'InvalidParameterException', 'SerializationException'])(
    '%s may repeat what was sent, so its text is dropped',
    (name) => {
        const error = toAwsError('SecretsManager', 'CreateSecret', thrown(name, 400, "Value 'hunter2' is too short"));
        expect(error.advice).not.toContain('hunter2');
    }
);

test('what TestConnection says may repeat the credentials it tried, whatever its name', () => {
    const error = toAwsError('Glue', 'TestConnection', thrown('InternalServiceException', 500, 'hunter2 refused'));
    expect(error.advice).not.toContain('hunter2');
    expect(error).toMatchObject({ code: 'aws_unavailable', awsName: 'InternalServiceException' });
});

test('anything can be thrown', () => {
    for (const odd of [undefined, null, 'text', 42, {}, { message: 3 }, new Error('plain')]) {
        expect(toAwsError('Glue', 'GetJobs', odd).code).toBe('aws_unavailable');
    }
});
