/**
 * What AWS documents of Secrets Manager and Glue, asked with the unmodified SDK. It runs over an endpoint, so that the
 * stand-in and other emulators answer to the same questions. A case that one cannot pass is named with the reason, and
 * then has to fail, so that the list is right. Names are random: the endpoint may hold other things.
 */
import { randomBytes } from 'node:crypto';
import { GlueClient } from '@aws-sdk/client-glue';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { glueCases } from './glue-cases.js';
import { deletionCases } from './secret-deletion-cases.js';
import { listingCases } from './secret-listing-cases.js';
import { stageCases } from './secret-stage-cases.js';
import { valueCases } from './secret-value-cases.js';
import type { Case } from './case.js';

export interface AwsEndpoint {
    readonly url: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What an endpoint is known to do otherwise, by the case's title. */
export type KnownDifferences = Readonly<Record<string, string>>;

const CASES: readonly Case[] = [...valueCases, ...stageCases, ...listingCases, ...deletionCases, ...glueCases];

async function ask(endpoint: AwsEndpoint, run: Case['run']): Promise<void> {
    const { url, region, credentials } = endpoint;
    const config = { endpoint: url, region, credentials, maxAttempts: 1 };
    const secrets = new SecretsManagerClient(config);
    const glue = new GlueClient(config);
    // Letters only: what counts as a word in a search differs for digits.
    const suffix = [...randomBytes(12)].map((byte) => String.fromCodePoint(97 + (byte % 26))).join('');
    try {
        await run({ secrets, glue, unique: (text) => `${text}${suffix}` });
    } finally {
        secrets.destroy();
        glue.destroy();
    }
}

export function awsConformance(name: string, endpoint: () => AwsEndpoint, differences: KnownDifferences = {}): void {
    const alike = CASES.filter(({ title }) => differences[title] === undefined);
    const unlike = CASES.flatMap((each) => ({ ...each, reason: differences[each.title] ?? '' })).filter(
        ({ reason }) => reason !== ''
    );

    describe(`AWS as documented, asked of ${name}`, () => {
        test('every case has its own title and only existing cases may differ', () => {
            const titles = new Set(CASES.map((each) => each.title));
            expect(titles.size).toBe(CASES.length);
            expect(Object.keys(differences).filter((title) => !titles.has(title))).toEqual([]);
        });

        test.for(alike)('$title', async ({ run }) => {
            expect.hasAssertions();
            await ask(endpoint(), run);
        });

        test.for(unlike)('differs still: $title ($reason)', async ({ run }) => {
            const outcome = await ask(endpoint(), run).then(
                () => 'the same now',
                () => 'different'
            );
            expect(outcome).toBe('different');
        });
    });
}
