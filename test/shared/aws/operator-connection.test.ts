import { expect, test } from 'vitest';
import { operatorAccess } from '../../../shared/aws/operator-connection.js';

const NAME = { integration: 'aws', connection: 'export-secrets' };
type Handle = Parameters<typeof operatorAccess>[0];

function holding(credentials: unknown, config: unknown): Handle {
    const connection = { credentials, connection_config: config };
    // Only what the function reads; Nango's own type has far more.
    return { getConnection: async () => JSON.parse(JSON.stringify(connection)) };
}

function failing(status: number, code = 'server_error'): Handle {
    return {
        getConnection: async () => {
            throw Object.assign(new Error('http'), { response: { status, data: { error: { code } } } });
        }
    };
}

const BASIC = { type: 'BASIC', username: 'AKIAEXAMPLE', password: 'key' };
const ROLE = {
    type: 'AWS_SIGV4',
    role_arn: 'arn:aws:iam::123456789012:role/x',
    region: 'eu-central-1',
    service: 'secretsmanager',
    access_key_id: 'ASIAEXAMPLE',
    secret_access_key: 'key',
    session_token: 'token'
};

test('static keys stand in user name and password', async () => {
    expect(await operatorAccess(holding(BASIC, { region: 'us-east-1', service: 'x' }), NAME)).toEqual({
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'key' },
        secretsManagerEndpoint: undefined,
        glueEndpoint: undefined
    });
});

test('an assumed role brings a session token, and its region unless the configuration names another', async () => {
    const access = await operatorAccess(holding(ROLE, {}), NAME);
    expect(access.region).toBe('eu-central-1');
    expect(access.credentials).toEqual({ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'key', sessionToken: 'token' });
    expect((await operatorAccess(holding(ROLE, { region: 'us-west-2' }), NAME)).region).toBe('us-west-2');
});

test('one endpoint serves both, and each can have its own', async () => {
    const config = {
        region: 'us-east-1',
        endpoint_url: 'http://all.example',
        endpoint_url_glue: 'http://glue.example'
    };
    const access = await operatorAccess(holding(BASIC, config), NAME);
    expect(access.secretsManagerEndpoint).toBe('http://all.example');
    expect(access.glueEndpoint).toBe('http://glue.example');
});

test.each([
    ['no keys', { type: 'API_KEY', apiKey: 'x' }, { region: 'us-east-1' }],
    ['no region', BASIC, {}],
    ['an endpoint that is no URL', BASIC, { region: 'us-east-1', endpoint_url: 'localhost' }]
])('a connection with %s says what is wrong with it, and shows no key', async (_what, credentials, config) => {
    const failure = operatorAccess(holding(credentials, config), NAME);
    await expect(failure).rejects.toMatchObject({ code: 'aws_connection_invalid' });
    await expect(failure).rejects.not.toThrow('AKIAEXAMPLE');
});

test.each([
    [404, 'not_found'],
    [400, 'unknown_provider_config']
])('only an answer from Nango that there is none counts as missing: %i %s', async (status, code) => {
    await expect(operatorAccess(failing(status, code), NAME)).rejects.toMatchObject({ code: 'aws_connection_missing' });
});

test.each([
    [401, 'invalid_secret_key'],
    [424, 'refresh_token_external_error']
])('a connection whose credentials Nango refuses is invalid, and the status says so: %i', async (status, code) => {
    const failure = operatorAccess(failing(status, code), NAME);
    await expect(failure).rejects.toMatchObject({ code: 'aws_connection_invalid' });
    await expect(failure).rejects.toThrow(`status ${status}`);
});

test.each([429, 502])('status %i is trouble that passes, and is thrown on', async (status) => {
    await expect(operatorAccess(failing(status), NAME)).rejects.toThrow('http');
});
