/** The recovery window: what DeleteSecret starts, what is refused in it, and how it ends. */
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    InvalidParameterException,
    InvalidRequestException,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    ResourceNotFoundException,
    RestoreSecretCommand,
    TagResourceCommand,
    UpdateSecretCommand
} from '@aws-sdk/client-secrets-manager';
import { DAY_MS } from 'stand-in-base/clock.js';
import { expect } from 'vitest';
import type { Case } from './case.js';

/** Days from now, to the nearest whole one. */
const daysAhead = (date: Date | undefined): number => Math.round(((date?.getTime() ?? 0) - Date.now()) / DAY_MS);

export const deletionCases: readonly Case[] = [
    {
        title: 'the recovery window is 30 days, or 7 to 30 as asked',
        async run({ secrets, unique }) {
            for (const [RecoveryWindowInDays, expected] of [
                [undefined, 30],
                [7, 7],
                [30, 30]
            ] as const) {
                const Name = unique(`window${expected}${RecoveryWindowInDays ?? 'default'}`);
                const created = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
                const deleted = await secrets.send(new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays }));
                expect(daysAhead(deleted.DeletionDate)).toBe(expected);
                expect([deleted.ARN, deleted.Name]).toEqual([created.ARN, Name]);
            }
        }
    },
    {
        title: 'other windows, and a window together with force, are refused',
        async run({ secrets, unique }) {
            const SecretId = unique('bounds');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            for (const wrong of [
                { RecoveryWindowInDays: 6 },
                { RecoveryWindowInDays: 31 },
                { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }
            ]) {
                await expect(secrets.send(new DeleteSecretCommand({ SecretId, ...wrong }))).rejects.toThrow(
                    InvalidParameterException
                );
            }
            expect((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('v');
        }
    },
    {
        title: 'a secret marked for deletion is described, but not read',
        async run({ secrets, unique }) {
            const SecretId = unique('marked');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId }));
            expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).DeletedDate).toBeInstanceOf(Date);
            expect((await secrets.send(new ListSecretVersionIdsCommand({ SecretId }))).Versions).toHaveLength(1);
            await expect(secrets.send(new GetSecretValueCommand({ SecretId }))).rejects.toThrow(
                InvalidRequestException
            );
        }
    },
    {
        title: 'a secret marked for deletion is not written',
        async run({ secrets, unique }) {
            const SecretId = unique('readonly');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId }));
            for (const attempt of [
                () => secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'w' })),
                () => secrets.send(new UpdateSecretCommand({ SecretId, Description: 'w' }))
            ]) {
                await expect(attempt()).rejects.toThrow(InvalidRequestException);
            }
        }
    },
    {
        title: 'a secret marked for deletion is not tagged',
        async run({ secrets, unique }) {
            const SecretId = unique('untaggable');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId }));
            await expect(
                secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] }))
            ).rejects.toThrow(InvalidRequestException);
        }
    },
    {
        title: 'a deletion is not scheduled twice',
        async run({ secrets, unique }) {
            const SecretId = unique('twice');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId }));
            await expect(secrets.send(new DeleteSecretCommand({ SecretId }))).rejects.toThrow(InvalidRequestException);
        }
    },
    {
        title: 'the name stays taken in the window, with an error that says so',
        async run({ secrets, unique }) {
            const Name = unique('held');
            await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId: Name }));
            const again = secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            await expect(again).rejects.toThrow(InvalidRequestException);
            await expect(again).rejects.toThrow(
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            );
        }
    },
    {
        title: 'a restored secret is as it was, also restored twice',
        async run({ secrets, unique }) {
            const SecretId = unique('back');
            const created = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId }));
            await secrets.send(new RestoreSecretCommand({ SecretId }));
            await secrets.send(new RestoreSecretCommand({ SecretId }));
            const read = await secrets.send(new GetSecretValueCommand({ SecretId }));
            expect([read.ARN, read.VersionId, read.SecretString]).toEqual([created.ARN, created.VersionId, 'v']);
            expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).DeletedDate).toBeUndefined();
        }
    },
    {
        title: 'a forced deletion frees the name, also within the window, and the next ARN is another',
        async run({ secrets, unique }) {
            const Name = unique('forced');
            const first = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId: Name }));
            await secrets.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
            await expect(secrets.send(new DescribeSecretCommand({ SecretId: Name }))).rejects.toThrow(
                ResourceNotFoundException
            );
            const second = await secrets.send(new CreateSecretCommand({ Name, SecretString: 'w' }));
            expect(second.ARN).not.toBe(first.ARN);
        }
    },
    {
        title: 'forcing the deletion of what is not there succeeds, anything else on it is not found',
        async run({ secrets, unique }) {
            const SecretId = unique('nothing');
            const forced = await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
            expect(forced.Name).toBe(SecretId);
            for (const attempt of [
                () => secrets.send(new DeleteSecretCommand({ SecretId })),
                () => secrets.send(new RestoreSecretCommand({ SecretId })),
                () => secrets.send(new DescribeSecretCommand({ SecretId }))
            ]) {
                await expect(attempt()).rejects.toThrow(ResourceNotFoundException);
            }
        }
    }
];
