/** Calls as a client without an SDK makes them: no token is added on the way. */
import { expect, test } from 'vitest';
import { ALLOW_ALL } from '../src/identity.js';
import { parsePolicy } from '../src/iam-policy.js';
import { SecretStore } from '../src/secrets-manager/store.js';
import { writeOperations } from '../src/secrets-manager/write.js';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

test.each([
    ['CreateSecret', { Name: 'n', SecretString: 'v' }],
    ['PutSecretValue', { SecretId: 'n', SecretString: 'v' }],
    ['UpdateSecret', { SecretId: 'n', SecretString: 'v' }]
] as const)('%s without a client token is refused', (operation, input) => {
    const operations = writeOperations(new SecretStore(ACCOUNT, REGION));
    const principal = { arn: 'arn', userId: 'id', policies: [parsePolicy(ALLOW_ALL)] };
    const caller = { principal, accountId: ACCOUNT, region: REGION, nowMs: 0 };
    operations['CreateSecret']?.(caller, { Name: 'n', ClientRequestToken: 'a'.repeat(32) });
    const call = (): unknown => operations[operation]?.(caller, input);
    expect(call).toThrow('You must provide a ClientRequestToken value.');
});
