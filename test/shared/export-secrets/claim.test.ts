import { expect, test } from 'vitest';
import { secretsManagerClient } from '../../../shared/aws/clients.js';
import { claimOf } from '../../../shared/export-secrets/claim.js';
import { handleWith } from '../nango-handle.js';

const ACCESS = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
    secretsManagerEndpoint: undefined,
    glueEndpoint: undefined
};

test('a claim that stays scheduled for deletion though it was restored is an error, not an endless loop', async () => {
    const operations: string[] = [];
    const nango = handleWith({
        uncontrolledFetch: async ({ headers = {} }) => {
            const operation = new Map(Object.entries(headers)).get('x-amz-target')?.split('.')[1] ?? '';
            operations.push(operation);
            return operation === 'RestoreSecret'
                ? Response.json({ Name: 'claim' })
                : Response.json(
                      { __type: 'InvalidRequestException', message: 'Marked for deletion.' },
                      { status: 400 }
                  );
        }
    });
    const claim = claimOf(secretsManagerClient(nango, ACCESS), 'claim', undefined);
    await expect(claim.read()).rejects.toMatchObject({ code: 'aws_error', awsName: 'InvalidRequestException' });
    expect(operations).toEqual(['GetSecretValue', 'RestoreSecret', 'GetSecretValue']);
});
