import { expect, test } from 'vitest';
import { readSettings } from '../../../shared/export-secrets/settings.js';

function environment(values: Record<string, string>): Parameters<typeof readSettings>[0] {
    return { getEnvironmentVariables: async () => Object.entries(values).map(([name, value]) => ({ name, value })) };
}

test('the defaults are those of the page', async () => {
    expect(await readSettings({ getEnvironmentVariables: async () => null })).toEqual({
        aws: { integration: 'aws', connection: 'export-secrets' },
        prefix: 'dualentry/exports',
        glueJobs: [],
        glueGuard: true,
        kmsKeyId: undefined
    });
});

test('everything can be set', async () => {
    const settings = await readSettings(
        environment({
            EXPORT_SECRETS_AWS_INTEGRATION: 'aws-eu',
            EXPORT_SECRETS_AWS_CONNECTION: 'prod',
            EXPORT_SECRETS_PREFIX: '/acme/exports/',
            EXPORT_SECRETS_GLUE_JOBS: 'nightly, export-{organization_id}',
            EXPORT_SECRETS_GLUE_GUARD: 'OFF',
            EXPORT_SECRETS_KMS_KEY_ID: 'alias/exports',
            EXPORT_SECRETS_FORMAT_SNOWFLAKE: 'glue',
            EXPORT_SECRETS_GLUE_CONNECTION_SNOWFLAKE: 'On',
            EXPORT_SECRETS_GLUE_CONNECTION_BIGQUERY: 'off'
        })
    );
    expect(settings).toEqual({
        aws: { integration: 'aws-eu', connection: 'prod' },
        prefix: 'acme/exports',
        glueJobs: ['nightly', 'export-{organization_id}'],
        glueGuard: false,
        kmsKeyId: 'alias/exports',
        formats: new Map([['snowflake', 'glue']]),
        glueConnections: new Set(['snowflake'])
    });
});

test.each(['a//b', 'with space', 'émile', 'x'.repeat(129)])('the prefix %j is refused', async (prefix) => {
    await expect(readSettings(environment({ EXPORT_SECRETS_PREFIX: prefix }))).rejects.toMatchObject({
        code: 'invalid_settings'
    });
});
