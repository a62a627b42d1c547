/** What time does: recovery windows end, listings lag behind. */
import fc from 'fast-check';
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    ListSecretsCommand,
    RestoreSecretCommand,
    SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../src/clock.js';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;
let secrets: SecretsManagerClient;

beforeEach(async () => {
    aws = await startAws();
    const credentials = aws.identities.createUser('time');
    secrets = new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 });
});
afterEach(() => aws.close());

test('a secret can be restored to the end of its window, and is gone after it', async () => {
    const SecretId = 'window';
    await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
    await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    aws.clock.advance(7 * DAY_MS - 60_000);
    await secrets.send(new RestoreSecretCommand({ SecretId }));
    await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    aws.clock.advance(7 * DAY_MS);
    for (const gone of [new DescribeSecretCommand({ SecretId }), new RestoreSecretCommand({ SecretId })]) {
        const answer = gone instanceof DescribeSecretCommand ? secrets.send(gone) : secrets.send(gone);
        await expect(answer).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    await expect(secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }))).resolves.toBeDefined();
});

test('dates are those of the moved clock', async () => {
    aws.clock.advance(100 * DAY_MS);
    const before = aws.clock.now();
    await secrets.send(new CreateSecretCommand({ Name: 'later', SecretString: 'v' }));
    const { CreatedDate, LastChangedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: 'later' }));
    expect(CreatedDate?.getTime()).toBeGreaterThanOrEqual(before);
    expect(LastChangedDate).toEqual(CreatedDate);
});

test('a frozen listing lags behind while everything else is up to date', async () => {
    const list = async (): Promise<string[]> => {
        const { SecretList } = await secrets.send(new ListSecretsCommand({}));
        return (SecretList ?? []).map((secret) => secret.Name ?? '');
    };
    await secrets.send(new CreateSecretCommand({ Name: 'old', SecretString: 'v' }));
    aws.secrets().freezeListing(aws.clock.now());
    await secrets.send(new CreateSecretCommand({ Name: 'new', SecretString: 'v' }));
    await secrets.send(new DeleteSecretCommand({ SecretId: 'old' }));
    expect(await list()).toEqual(['old']);
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'new' }))).SecretString).toBe('v');
    aws.secrets().thawListing();
    expect(await list()).toEqual(['new']);
});

test('any text is kept as it was', async () => {
    let count = 0;
    await fc.assert(
        fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme', maxLength: 200 }), async (SecretString) => {
            count += 1;
            const Name = `text-${count}`;
            await secrets.send(new CreateSecretCommand({ Name, SecretString, Description: SecretString }));
            const read = await secrets.send(new GetSecretValueCommand({ SecretId: Name }));
            const described = await secrets.send(new DescribeSecretCommand({ SecretId: Name }));
            expect([read.SecretString, described.Description]).toEqual([SecretString, SecretString]);
        }),
        { numRuns: 50 }
    );
});

test('65536 bytes are kept, one more is refused', async () => {
    const SecretString = 'é'.repeat(32_768);
    await secrets.send(new CreateSecretCommand({ Name: 'large', SecretString }));
    await expect(
        secrets.send(new CreateSecretCommand({ Name: 'larger', SecretString: `${SecretString}x` }))
    ).rejects.toMatchObject({ name: 'ValidationException' });
});
