/** Staging labels: UpdateSecretVersionStage is a compare-and-swap, on every label and not on AWSCURRENT alone. */
import {
    CreateSecretCommand,
    InvalidParameterException,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
    type SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import type { Case } from './case.js';

/** A secret with the versions one, two, three; returns their ids. `LEASE` stands on two, AWSCURRENT on one. */
async function threeVersions(secrets: SecretsManagerClient, Name: string): Promise<[string, string, string]> {
    const one = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' }));
    const put = async (SecretString: string, stage: string): Promise<string> => {
        const answer = await secrets.send(
            new PutSecretValueCommand({ SecretId: Name, SecretString, VersionStages: [stage] })
        );
        return answer.VersionId ?? '';
    };
    return [one.VersionId ?? '', await put('two', 'LEASE'), await put('three', 'SPARE')];
}

async function stagesOf(secrets: SecretsManagerClient, SecretId: string): Promise<Record<string, string[]>> {
    const { Versions } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
    return Object.fromEntries((Versions ?? []).map((version) => [version.VersionId, version.VersionStages ?? []]));
}

export const stageCases: readonly Case[] = [
    {
        title: 'a label moves from the version that holds it to another',
        async run({ secrets, unique }) {
            const SecretId = unique('move');
            const [one, two, three] = await threeVersions(secrets, SecretId);
            await secrets.send(
                new UpdateSecretVersionStageCommand({
                    SecretId,
                    VersionStage: 'LEASE',
                    RemoveFromVersionId: two,
                    MoveToVersionId: three
                })
            );
            const stages = await stagesOf(secrets, SecretId);
            expect(stages[one]).toEqual(['AWSCURRENT']);
            expect(stages[two] ?? []).toEqual([]);
            expect(stages[three]?.toSorted()).toEqual(['LEASE', 'SPARE']);
        }
    },
    {
        title: 'moving AWSCURRENT takes AWSPREVIOUS along',
        async run({ secrets, unique }) {
            const SecretId = unique('current');
            const [one, , three] = await threeVersions(secrets, SecretId);
            await secrets.send(
                new UpdateSecretVersionStageCommand({
                    SecretId,
                    VersionStage: 'AWSCURRENT',
                    RemoveFromVersionId: one,
                    MoveToVersionId: three
                })
            );
            const stages = await stagesOf(secrets, SecretId);
            expect(stages[one]).toEqual(['AWSPREVIOUS']);
            expect(stages[three]).toContain('AWSCURRENT');
        }
    },
    {
        title: 'a move that names a version without the label is refused',
        async run({ secrets, unique }) {
            const SecretId = unique('wrong');
            const [one, two, three] = await threeVersions(secrets, SecretId);
            for (const [VersionStage, RemoveFromVersionId] of [
                ['AWSCURRENT', two],
                ['LEASE', one]
            ]) {
                await expect(
                    secrets.send(
                        new UpdateSecretVersionStageCommand({
                            SecretId,
                            VersionStage,
                            RemoveFromVersionId,
                            MoveToVersionId: three
                        })
                    )
                ).rejects.toThrow(InvalidParameterException);
            }
            expect((await stagesOf(secrets, SecretId))[two]).toEqual(['LEASE']);
        }
    },
    {
        title: 'AWSCURRENT does not move unless its holder is named',
        async run({ secrets, unique }) {
            const SecretId = unique('unnamed');
            const [, , three] = await threeVersions(secrets, SecretId);
            await expect(
                secrets.send(
                    new UpdateSecretVersionStageCommand({
                        SecretId,
                        VersionStage: 'AWSCURRENT',
                        MoveToVersionId: three
                    })
                )
            ).rejects.toThrow(InvalidParameterException);
        }
    },
    {
        title: 'no other label moves either unless its holder is named',
        async run({ secrets, unique }) {
            const SecretId = unique('unnamedlabel');
            const [, two, three] = await threeVersions(secrets, SecretId);
            await expect(
                secrets.send(
                    new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'LEASE', MoveToVersionId: three })
                )
            ).rejects.toThrow(InvalidParameterException);
            expect((await stagesOf(secrets, SecretId))[two]).toEqual(['LEASE']);
        }
    },
    {
        title: 'of ten moves at once from the same holder exactly one wins',
        async run({ secrets, unique }) {
            const SecretId = unique('swap');
            const [, two] = await threeVersions(secrets, SecretId);
            const candidates = await Promise.all(
                Array.from({ length: 10 }, async (_, index) => {
                    const put = new PutSecretValueCommand({
                        SecretId,
                        SecretString: `candidate ${index}`,
                        VersionStages: [`CANDIDATE-${index}`]
                    });
                    return (await secrets.send(put)).VersionId;
                })
            );
            const results = await Promise.allSettled(
                candidates.map((MoveToVersionId) =>
                    secrets.send(
                        new UpdateSecretVersionStageCommand({
                            SecretId,
                            VersionStage: 'LEASE',
                            RemoveFromVersionId: two,
                            MoveToVersionId
                        })
                    )
                )
            );
            const lost = results.filter((result) => result.status === 'rejected');
            expect(lost).toHaveLength(9);
            for (const { reason } of lost) expect(reason).toBeInstanceOf(InvalidParameterException);
            const winner = candidates[results.findIndex((result) => result.status === 'fulfilled')];
            const holders = Object.entries(await stagesOf(secrets, SecretId)).filter(([, all]) =>
                all.includes('LEASE')
            );
            expect(holders.map(([version]) => version)).toEqual([winner]);
        }
    },
    {
        title: 'a version without labels is listed only on demand',
        async run({ secrets, unique }) {
            const SecretId = unique('deprecated');
            const [, two] = await threeVersions(secrets, SecretId);
            await secrets.send(
                new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'LEASE', RemoveFromVersionId: two })
            );
            const list = async (IncludeDeprecated: boolean): Promise<(string | undefined)[]> => {
                const listed = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated }));
                return (listed.Versions ?? []).map((version) => version.VersionId);
            };
            expect(await list(false)).not.toContain(two);
            expect(await list(true)).toContain(two);
        }
    },
    {
        title: 'AWSCURRENT cannot be removed without going elsewhere',
        async run({ secrets, unique }) {
            const SecretId = unique('keep');
            const [one] = await threeVersions(secrets, SecretId);
            await expect(
                secrets.send(
                    new UpdateSecretVersionStageCommand({
                        SecretId,
                        VersionStage: 'AWSCURRENT',
                        RemoveFromVersionId: one
                    })
                )
            ).rejects.toThrow(InvalidParameterException);
        }
    }
];
