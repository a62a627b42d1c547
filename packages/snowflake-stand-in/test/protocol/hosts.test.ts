import { request } from 'node:http';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';

import { fakeAccount, USER, type FakeAccount } from '../../src/protocol/fake-engine.js';
import { keyPairToken } from './sql-api-client.js';

let account: FakeAccount;
let snowflake: EmbeddedSnowflake;

beforeEach(async () => {
    account = fakeAccount();
    snowflake = await startSnowflake({
        engine: account.engine,
        scheme: 'https',
        chunks: { firstBytes: 100, laterBytes: 1000, rows: 10 }
    });
});
afterEach(() => snowflake.close());

/** As a proxy would forward it: to the server's address, with the host that the client asked for. */
function forwarded(
    host: string,
    path: string,
    authorization: string,
    body: unknown
): Promise<{ status: number | undefined; text: string }> {
    return new Promise((resolve, reject) => {
        const headers = { host, authorization, accept: 'application/json', 'content-type': 'application/json' };
        const outgoing = request(`${snowflake.url}${path}`, { method: 'POST', headers }, (incoming) => {
            const parts: Buffer[] = [];
            incoming.on('data', (part: Buffer) => parts.push(part));
            incoming.on('end', () => resolve({ status: incoming.statusCode, text: Buffer.concat(parts).toString() }));
        });
        outgoing.on('error', reject);
        outgoing.end(JSON.stringify(body));
    });
}

test.each([
    ['xy12345.us-east-1.snowflakecomputing.com', 200],
    ['xy12345.eu-central-1.privatelink.snowflakecomputing.com', 200],
    ['MyOrg-My-Account.snowflakecomputing.com', 200],
    ['myorg-my_account.snowflakecomputing.com', 200],
    ['xy12345.cn-northwest-1.aws.snowflakecomputing.cn', 200],
    ['xy12345.us-east-1.snowflakecomputing.com.snowflakecomputing.com', 404],
    ['xy12345.snowflakecomputing.com.snowflakecomputing.com', 404],
    ['zz99999.us-east-1.snowflakecomputing.com', 404]
])('the host %s answers %i', async (host, status) => {
    const authorization = `Bearer ${keyPairToken(account.privateKey, USER)}`;
    const reply = await forwarded(host, '/api/v2/statements', authorization, { statement: 'EMPTY' });
    expect(reply.status).toBe(status);
});

test('chunk URLs name the host that the client asked for', async () => {
    const host = 'xy12345.us-east-1.snowflakecomputing.com';
    const login = await forwarded(host, '/session/v1/login-request', '', {
        data: { ACCOUNT_NAME: 'xy12345', LOGIN_NAME: USER, PASSWORD: account.password }
    });
    const { data }: { data: { token: string } } = JSON.parse(login.text);
    const reply = await forwarded(host, '/queries/v1/query-request?requestId=1', `Snowflake Token="${data.token}"`, {
        sqlText: 'NUMBERS 100'
    });
    expect(reply.text).toContain(`"url":"https://${host}/chunks/`);
});
