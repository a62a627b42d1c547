/** ListSecrets and ListSecretVersionIds: filters and pages. */
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    InvalidNextTokenException,
    ListSecretsCommand,
    paginateListSecrets,
    PutSecretValueCommand,
    paginateListSecretVersionIds,
    type Filter,
    type SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import type { Case } from './case.js';

async function names(secrets: SecretsManagerClient, Filters: Filter[], deleted = false): Promise<string[]> {
    const found: string[] = [];
    const input = { Filters, IncludePlannedDeletion: deleted };
    for await (const page of paginateListSecrets({ client: secrets, pageSize: 100 }, input)) {
        found.push(...(page.SecretList ?? []).map((secret) => secret.Name ?? ''));
    }
    return found.sort();
}

export const listingCases: readonly Case[] = [
    {
        title: 'a name filter matches from the start and minds case',
        async run({ secrets, unique }) {
            const base = unique('list');
            for (const end of ['/a', '/b', '2/a']) {
                await secrets.send(new CreateSecretCommand({ Name: `${base}${end}`, SecretString: 'v' }));
            }
            const find = (text: string): Promise<string[]> => names(secrets, [{ Key: 'name', Values: [text] }]);
            expect(await find(`${base}/`)).toEqual([`${base}/a`, `${base}/b`]);
            expect(await find(base)).toEqual([`${base}/a`, `${base}/b`, `${base}2/a`]);
            expect(await find(base.toUpperCase())).toEqual([]);
            expect(await find(base.slice(1))).toEqual([]);
        }
    },
    {
        title: 'tag filters match keys and values from the start',
        async run({ secrets, unique }) {
            const key = unique('k');
            const value = unique('v');
            const Name = unique('tagged');
            await secrets.send(
                new CreateSecretCommand({
                    Name,
                    SecretString: 'v',
                    Tags: [{ Key: `${key}-long`, Value: `${value}-long` }]
                })
            );
            expect(await names(secrets, [{ Key: 'tag-key', Values: [key] }])).toEqual([Name]);
            expect(await names(secrets, [{ Key: 'tag-value', Values: [value] }])).toEqual([Name]);
            expect(await names(secrets, [{ Key: 'tag-key', Values: ['long'] }])).not.toContain(Name);
        }
    },
    {
        title: 'filters narrow, the values of one filter widen, an exclamation mark turns a value around',
        async run({ secrets, unique }) {
            const base = unique('mix');
            const key = unique('env');
            for (const [end, Value] of [
                ['/a', 'live'],
                ['/b', 'test'],
                ['/c', 'other']
            ]) {
                await secrets.send(
                    new CreateSecretCommand({ Name: `${base}${end}`, SecretString: 'v', Tags: [{ Key: key, Value }] })
                );
            }
            const own = { Key: 'name', Values: [base] } as const;
            expect(
                await names(secrets, [
                    { ...own, Values: [base] },
                    { Key: 'tag-value', Values: ['live', 'test'] }
                ])
            ).toEqual([`${base}/a`, `${base}/b`]);
            expect(
                await names(secrets, [
                    { ...own, Values: [base] },
                    { Key: 'name', Values: [`!${base}/a`] }
                ])
            ).toEqual([`${base}/b`, `${base}/c`]);
        }
    },
    {
        title: 'the filter over everything takes words from name, description and tags and ignores case',
        async run({ secrets, unique }) {
            const word = unique('Word');
            const created = [unique('plain'), unique(`in/${word}/`), unique('tag')].sort();
            const [first = '', second = '', third = ''] = created;
            await secrets.send(new CreateSecretCommand({ Name: first, SecretString: 'v' }));
            await secrets.send(new CreateSecretCommand({ Name: second, SecretString: 'v', Description: word }));
            await secrets.send(
                new CreateSecretCommand({ Name: third, SecretString: 'v', Tags: [{ Key: 'note', Value: word }] })
            );
            const found = await names(secrets, [{ Key: 'all', Values: [word.toLowerCase()] }]);
            expect(found).toEqual(created.filter((name) => name === second || name === third || name.includes(word)));
        }
    },
    {
        title: 'a secret in its recovery window is listed only on demand',
        async run({ secrets, unique }) {
            const Name = unique('leaving');
            await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            await secrets.send(new DeleteSecretCommand({ SecretId: Name }));
            const filter: Filter[] = [{ Key: 'name', Values: [Name] }];
            expect(await names(secrets, filter)).toEqual([]);
            expect(await names(secrets, filter, true)).toEqual([Name]);
        }
    },
    {
        title: 'pages of secrets hold each one once',
        async run({ secrets, unique }) {
            const base = unique('page/');
            const expected = Array.from({ length: 25 }, (_, index) => `${base}${String(index).padStart(2, '0')}`);
            for (const Name of expected) await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
            const sizes: number[] = [];
            const found: string[] = [];
            const input = { Filters: [{ Key: 'name' as const, Values: [base] }] };
            for await (const page of paginateListSecrets({ client: secrets, pageSize: 10 }, input)) {
                sizes.push(page.SecretList?.length ?? 0);
                found.push(...(page.SecretList ?? []).map((secret) => secret.Name ?? ''));
            }
            expect(sizes).toEqual([10, 10, 5]);
            expect(found.sort()).toEqual(expected);
        }
    },
    {
        title: 'pages of versions hold each one once',
        async run({ secrets, unique }) {
            const SecretId = unique('versions');
            await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: '0' }));
            for (let index = 1; index < 7; index++) {
                const VersionStages = [`LABEL-${index}`];
                await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: `${index}`, VersionStages }));
            }
            const found = new Set<string>();
            let pages = 0;
            for await (const page of paginateListSecretVersionIds({ client: secrets, pageSize: 3 }, { SecretId })) {
                pages += 1;
                for (const version of page.Versions ?? []) found.add(version.VersionId ?? '');
            }
            expect([pages, found.size]).toEqual([3, 7]);
        }
    },
    {
        title: 'a page token that the service did not write is refused',
        async run({ secrets }) {
            await expect(secrets.send(new ListSecretsCommand({ NextToken: 'made-up' }))).rejects.toThrow(
                InvalidNextTokenException
            );
        }
    }
];
