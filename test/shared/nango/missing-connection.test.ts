import { AxiosError, AxiosHeaders } from 'axios';
import { expect, test } from 'vitest';
import { isMissingConnection } from '../../../shared/nango/missing-connection.js';

function answered(status: number, data: unknown): AxiosError {
    const config = { headers: new AxiosHeaders() };
    const response = { status, statusText: '', headers: {}, config, data };
    return new AxiosError('Request failed', 'ERR_BAD_REQUEST', config, {}, response);
}

test.each([
    [404, { error: { code: 'not_found', message: 'Failed to find connection' } }],
    [404, { error: { code: 'unknown_connection' } }],
    [400, { error: { code: 'unknown_connection' } }],
    [400, { error: { code: 'unknown_provider_config' } }]
])('a connection is missing when Nango says so: %i %j', (status, data) => {
    expect(isMissingConnection(answered(status, data))).toBe(true);
});

test.each([
    [404, '404 page not found'],
    [404, '<html><body><h1>404 Not Found</h1></body></html>'],
    [404, { message: 'no Route matched with those values' }],
    [400, { error: { code: 'invalid_query_params' } }],
    [500, { error: { code: 'not_found' } }],
    [503, '']
])('any other answer says nothing about the connection: %i %j', (status, data) => {
    expect(isMissingConnection(answered(status, data))).toBe(false);
});

test('no answer at all says nothing either', () => {
    expect(isMissingConnection(new Error('socket hang up'))).toBe(false);
});
