/** The ways in which versions of Nango say that they could not renew an access, and what is none of them. */
import { expect, test } from 'vitest';
import { isRefreshFailure, isRefreshRefusal } from '../../../shared/nango/refresh-failure.js';

const REFUSED = 'The external API returned an error when trying to refresh the access token. Please try again later.';

test.for([
    ['invalid_credentials', REFUSED],
    ['invalid_credentials', 'The refresh limit has been reached for this connection.'],
    ['invalid_credentials', 'A recent refresh attempt failed. Backing off before retrying.'],
    ['connection_refresh_backoff', 'A recent refresh attempt failed. Backing off before retrying.'],
    ['server_error', 'Failed to refresh or test credentials'],
    ['server_error', REFUSED],
    ['server_error', `Failed to get connection credentials: '${REFUSED}'`],
    ['refresh_token_external_error', REFUSED]
])('%s, "%s" is one', ([code, message]) => {
    const data = { error: { code, message } };
    expect(isRefreshFailure(Object.assign(new Error('Request failed'), { response: { status: 424, data } }))).toBe(
        true
    );
});

test.for([
    { error: { code: 'server_error', message: 'Failed to get connection' } },
    { error: { code: 'not_found', message: 'Failed to find connection' } },
    { code: '390303', message: 'Invalid OAuth access token. ' },
    'Bad gateway',
    undefined
])('%j is none', (body) => {
    expect(isRefreshRefusal(body)).toBe(false);
});
