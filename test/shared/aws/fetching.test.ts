import { expect, test } from 'vitest';
import { fetchingFor } from '../../../shared/aws/fetching.js';

const REQUEST = { url: new URL('https://secretsmanager.us-east-1.amazonaws.com/') };

function failing(error: unknown): ReturnType<typeof fetchingFor> {
    return fetchingFor({
        uncontrolledFetch: async () => {
            throw error;
        }
    });
}

test.each([
    Object.assign(new TypeError('fetch failed'), { cause: { code: 'UND_ERR_SOCKET' } }),
    Object.assign(new Error('other side closed'), { code: 'UND_ERR_CONNECT_TIMEOUT' })
])('a connection that broke under fetch gets a code that the SDK retries', async (error) => {
    await expect(failing(error).uncontrolledFetch(REQUEST)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test.each([
    Object.assign(new Error(''), { payload: { message: 'refused by policy' } }),
    Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } })
])('anything else stays as it is', async (error) => {
    await expect(failing(error).uncontrolledFetch(REQUEST)).rejects.toBe(error);
});
