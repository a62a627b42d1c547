/** Making secrets and versions, and reading them. */
import { randomUUID } from 'node:crypto';
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    InvalidRequestException,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    ResourceExistsException,
    ResourceNotFoundException,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateSecretCommand
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import type { Case } from './case.js';

export const valueCases: readonly Case[] = [
    {
        title: 'a created secret is read back by name, by ARN and by ARN without its random end',
        async run({ secrets, unique }) {
            const Name = unique('exports/org_1/');
            const created = await secrets.send(new CreateSecretCommand({ Name, SecretString: '{"a":1}' }));
            expect(created.ARN).toMatch(
                new RegExp(`^arn:aws:secretsmanager:us-east-1:\\d{12}:secret:${Name}-[A-Za-z0-9]{6}$`)
            );
            for (const SecretId of [Name, created.ARN, created.ARN?.slice(0, -7)]) {
                const read = await secrets.send(new GetSecretValueCommand({ SecretId }));
                expect(read).toMatchObject({
                    ARN: created.ARN,
                    Name,
                    VersionId: created.VersionId,
                    SecretString: '{"a":1}',
                    VersionStages: ['AWSCURRENT']
                });
                expect(read.CreatedDate).toBeInstanceOf(Date);
            }
        }
    },
    {
        title: 'a binary secret keeps its bytes',
        async run({ secrets, unique }) {
            const Name = unique('binary');
            await secrets.send(new CreateSecretCommand({ Name, SecretBinary: Uint8Array.of(0, 255, 10, 13) }));
            const read = await secrets.send(new GetSecretValueCommand({ SecretId: Name }));
            expect([...(read.SecretBinary ?? [])]).toEqual([0, 255, 10, 13]);
            expect(read.SecretString).toBeUndefined();
        }
    },
    {
        title: 'the client token becomes the version id',
        async run({ secrets, unique }) {
            const ClientRequestToken = randomUUID();
            const created = await secrets.send(
                new CreateSecretCommand({ Name: unique('token'), SecretString: 'v', ClientRequestToken })
            );
            expect(created.VersionId).toBe(ClientRequestToken);
        }
    },
    {
        title: 'description, key and tags are described, the value is not',
        async run({ secrets, unique }) {
            const Name = unique('described');
            const Tags = [{ Key: 'organization_id', Value: 'org_1' }];
            await secrets.send(
                new CreateSecretCommand({
                    Name,
                    SecretString: 'hidden',
                    Description: 'd',
                    KmsKeyId: 'alias/mine',
                    Tags
                })
            );
            const described = await secrets.send(new DescribeSecretCommand({ SecretId: Name }));
            expect(described).toMatchObject({ Name, Description: 'd', KmsKeyId: 'alias/mine', Tags });
            expect(described.CreatedDate).toBeInstanceOf(Date);
            expect(described.DeletedDate).toBeUndefined();
            expect(JSON.stringify(described)).not.toContain('hidden');
        }
    },
    {
        title: 'a secret without a value has no version to read',
        async run({ secrets, unique }) {
            const Name = unique('empty');
            const created = await secrets.send(new CreateSecretCommand({ Name }));
            expect(created.VersionId).toBeUndefined();
            await expect(secrets.send(new GetSecretValueCommand({ SecretId: Name }))).rejects.toThrow(
                ResourceNotFoundException
            );
        }
    },
    {
        title: 'a name is taken once',
        async run({ secrets, unique }) {
            const Name = unique('taken');
            await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            await expect(secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }))).rejects.toThrow(
                ResourceExistsException
            );
        }
    },
    {
        title: 'of twenty creates at once exactly one wins',
        async run({ secrets, unique }) {
            const Name = unique('race');
            const results = await Promise.allSettled(
                Array.from({ length: 20 }, (_, index) =>
                    secrets.send(new CreateSecretCommand({ Name, SecretString: `${index}` }))
                )
            );
            const won = results.filter((result) => result.status === 'fulfilled');
            const lost = results.filter((result) => result.status === 'rejected');
            expect(won).toHaveLength(1);
            for (const { reason } of lost) expect(reason).toBeInstanceOf(ResourceExistsException);
            const read = await secrets.send(new GetSecretValueCommand({ SecretId: Name }));
            expect(read.VersionId).toBe(won[0]?.value.VersionId);
        }
    },
    {
        title: 'a create repeated with its token and value answers as the first one',
        async run({ secrets, unique }) {
            const input = { Name: unique('again'), SecretString: 'v', ClientRequestToken: randomUUID() };
            const first = await secrets.send(new CreateSecretCommand(input));
            const second = await secrets.send(new CreateSecretCommand(input));
            expect([second.ARN, second.Name]).toEqual([first.ARN, first.Name]);
        }
    },
    {
        title: 'a create repeated with its token and value names the version',
        async run({ secrets, unique }) {
            const input = { Name: unique('again'), SecretString: 'v', ClientRequestToken: randomUUID() };
            await secrets.send(new CreateSecretCommand(input));
            const second = await secrets.send(new CreateSecretCommand(input));
            expect(second.VersionId).toBe(input.ClientRequestToken);
        }
    },
    {
        title: 'a create repeated with its token and another value is refused',
        async run({ secrets, unique }) {
            const input = { Name: unique('other'), SecretString: 'v', ClientRequestToken: randomUUID() };
            await secrets.send(new CreateSecretCommand(input));
            await expect(secrets.send(new CreateSecretCommand({ ...input, SecretString: 'w' }))).rejects.toThrow(
                ResourceExistsException
            );
        }
    },
    {
        title: 'a name with characters outside the rules is refused',
        async run({ secrets, unique }) {
            for (const Name of [unique('a b'), unique('ünï'), unique('a*')]) {
                await expect(secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }))).rejects.toMatchObject({
                    name: expect.stringMatching(/^(ValidationException|InvalidParameterException)$/)
                });
            }
        }
    },
    {
        title: 'string and binary together are refused',
        async run({ secrets, unique }) {
            const both = { Name: unique('both'), SecretString: 'v', SecretBinary: Uint8Array.of(1) };
            await expect(secrets.send(new CreateSecretCommand(both))).rejects.toMatchObject({
                name: 'InvalidParameterException'
            });
        }
    },
    {
        title: 'a client token shorter than 32 characters is refused',
        async run({ secrets, unique }) {
            const short = { Name: unique('short'), SecretString: 'v', ClientRequestToken: 'abc' };
            await expect(secrets.send(new CreateSecretCommand(short))).rejects.toMatchObject({
                name: expect.stringMatching(/^(ValidationException|InvalidParameterException)$/)
            });
        }
    },
    {
        title: 'a put value becomes current and the one before it previous',
        async run({ secrets, unique }) {
            const Name = unique('put');
            const first = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' }));
            const second = await secrets.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'two' }));
            expect(second.VersionStages).toEqual(['AWSCURRENT']);
            const current = await secrets.send(new GetSecretValueCommand({ SecretId: Name }));
            const previous = await secrets.send(
                new GetSecretValueCommand({ SecretId: Name, VersionStage: 'AWSPREVIOUS' })
            );
            expect([current.SecretString, previous.SecretString]).toEqual(['two', 'one']);
            expect([current.VersionId, previous.VersionId]).toEqual([second.VersionId, first.VersionId]);
        }
    },
    {
        title: 'a value put under a label of its own leaves the current one',
        async run({ secrets, unique }) {
            const Name = unique('label');
            await secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' }));
            await secrets.send(
                new PutSecretValueCommand({ SecretId: Name, SecretString: 'two', VersionStages: ['CANDIDATE'] })
            );
            const read = async (VersionStage: string): Promise<string | undefined> =>
                (await secrets.send(new GetSecretValueCommand({ SecretId: Name, VersionStage }))).SecretString;
            expect([await read('AWSCURRENT'), await read('CANDIDATE')]).toEqual(['one', 'two']);
        }
    },
    {
        title: 'a put repeated with its token and value makes no version, with another value it is refused',
        async run({ secrets, unique }) {
            const SecretId = unique('putagain');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
            const input = { SecretId, SecretString: 'two', ClientRequestToken: randomUUID() };
            await secrets.send(new PutSecretValueCommand(input));
            await secrets.send(new PutSecretValueCommand(input));
            const listed = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
            expect(listed.Versions).toHaveLength(2);
            await expect(secrets.send(new PutSecretValueCommand({ ...input, SecretString: 'three' }))).rejects.toThrow(
                ResourceExistsException
            );
        }
    },
    {
        title: 'an update with a value makes a current version',
        async run({ secrets, unique }) {
            const SecretId = unique('update');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
            const updated = await secrets.send(new UpdateSecretCommand({ SecretId, SecretString: 'two' }));
            const read = await secrets.send(new GetSecretValueCommand({ SecretId }));
            expect([read.SecretString, read.VersionId]).toEqual(['two', updated.VersionId]);
        }
    },
    {
        title: 'an update of the description alone makes no version',
        async run({ secrets, unique }) {
            const SecretId = unique('describe');
            const created = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
            const updated = await secrets.send(new UpdateSecretCommand({ SecretId, Description: 'changed' }));
            expect(updated.VersionId).toBeUndefined();
            const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
            expect(described.Description).toBe('changed');
            expect(Object.keys(described.VersionIdsToStages ?? {})).toEqual([created.VersionId]);
        }
    },
    {
        title: 'an update with the token of an existing version is refused',
        async run({ secrets, unique }) {
            const SecretId = unique('updatetoken');
            const ClientRequestToken = randomUUID();
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one', ClientRequestToken }));
            await expect(
                secrets.send(new UpdateSecretCommand({ SecretId, SecretString: 'two', ClientRequestToken }))
            ).rejects.toThrow(ResourceExistsException);
        }
    },
    {
        title: 'what is not there is not found: secret, label, version',
        async run({ secrets, unique }) {
            const SecretId = unique('there');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            for (const input of [
                { SecretId: unique('absent') },
                { SecretId, VersionStage: 'NOSUCH' },
                { SecretId, VersionId: randomUUID() }
            ]) {
                await expect(secrets.send(new GetSecretValueCommand(input))).rejects.toThrow(ResourceNotFoundException);
            }
        }
    },
    {
        title: 'a missing secret is answered with status 400',
        async run({ secrets, unique }) {
            await expect(secrets.send(new GetSecretValueCommand({ SecretId: unique('absent') }))).rejects.toMatchObject(
                { $metadata: { httpStatusCode: 400 } }
            );
        }
    },
    {
        title: 'a label and a version that do not belong together are refused',
        async run({ secrets, unique }) {
            const SecretId = unique('pair');
            const first = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
            await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
            await expect(
                secrets.send(
                    new GetSecretValueCommand({ SecretId, VersionId: first.VersionId, VersionStage: 'AWSCURRENT' })
                )
            ).rejects.toThrow(InvalidRequestException);
        }
    },
    {
        title: 'tags are added, replaced and removed',
        async run({ secrets, unique }) {
            const SecretId = unique('tags');
            await secrets.send(
                new CreateSecretCommand({ Name: SecretId, SecretString: 'v', Tags: [{ Key: 'a', Value: '1' }] })
            );
            await secrets.send(
                new TagResourceCommand({
                    SecretId,
                    Tags: [
                        { Key: 'a', Value: '2' },
                        { Key: 'b', Value: '3' },
                        { Key: 'c', Value: '4' }
                    ]
                })
            );
            await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ['b', 'never-there'] }));
            const { Tags } = await secrets.send(new DescribeSecretCommand({ SecretId }));
            expect(new Map(Tags?.map((tag) => [tag.Key, tag.Value]))).toEqual(
                new Map([
                    ['a', '2'],
                    ['c', '4']
                ])
            );
        }
    }
];
