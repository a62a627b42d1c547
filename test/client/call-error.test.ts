/** Whatever goes wrong arrives as one error that says who refused, and never carries the app's secret key. */
import { inspect } from 'node:util';

import { Nango } from '@nangohq/node';
import { expect, test, vi } from 'vitest';

import { CallError, snowflake } from '../../client/index.js';

const KEY = `key-${crypto.randomUUID()}`;

/** A Nango that answers every request with this status and body. */
function answering(status: number, body: unknown): Nango {
    const nango = new Nango({ host: 'https://nango.example', secretKey: KEY });
    nango.http.defaults.adapter = (config) => {
        const response = { status, data: body, statusText: '', headers: {}, config };
        if (status < 300) return Promise.resolve(response);
        const error = Object.assign(new Error(`Request failed with status code ${status}`), {
            isAxiosError: true,
            config,
            response
        });
        return Promise.reject(error);
    };
    return nango;
}

async function refusalOf(nango: Nango): Promise<CallError> {
    const connection = snowflake(nango).connection('snowflake-jwt', 'c');
    const error: unknown = await connection.trigger('test-connection').then(
        () => null,
        (thrown: unknown) => thrown
    );
    if (error instanceof CallError) return error;
    throw new Error('No CallError was thrown');
}

test("a function's refusal gives code, message and the other facts as details", async () => {
    const payload = {
        code: 'export_secret_job_running',
        message: 'A job runs. Wait.',
        job_name: 'nightly',
        run: 'jr_1'
    };
    const error = await refusalOf(answering(500, { error: { code: 'action_script_runtime_error', payload } }));
    expect(error).toMatchObject({
        name: 'CallError',
        source: 'function',
        code: 'export_secret_job_running',
        message: 'A job runs. Wait.',
        details: { job_name: 'nightly', run: 'jr_1' },
        integration: 'snowflake-jwt',
        connectionId: 'c',
        call: 'test-connection',
        status: 500
    });
});

test.each([
    [
        404,
        { error: { code: 'unknown_connection', message: 'No such connection' } },
        'unknown_connection',
        'No such connection'
    ],
    [
        500,
        { error: { code: 'script_internal_error', payload: { name: 'TypeError', message: 'x is undefined' } } },
        'script_internal_error',
        'x is undefined'
    ],
    [
        500,
        { error: { code: 'script_internal_error', payload: { error: 'The function was killed' } } },
        'script_internal_error',
        'The function was killed'
    ],
    [
        400,
        {
            error: {
                code: 'invalid_body',
                errors: [{ code: 'x', message: 'Invalid email', path: ['end_user', 'email'] }]
            }
        },
        'invalid_body',
        'end_user.email: Invalid email'
    ],
    [400, { error: 'missing_connection_id' }, 'nango_error', 'missing_connection_id'],
    [502, '<html>Bad gateway</html>', 'nango_error', 'Nango answered test-connection with status 502.'],
    [
        424,
        { error: { code: 'script_http_error' } },
        'script_http_error',
        'Nango answered test-connection with script_http_error.'
    ]
])('an answer %i that is no refusal is a matter of Nango', async (status, body, code, message) => {
    expect(await refusalOf(answering(status, body))).toMatchObject({
        source: 'nango',
        code,
        message,
        status,
        details: {}
    });
});

test('a Nango that cannot be reached is named with the reason', async () => {
    const nango = new Nango({ host: 'https://nango.example', secretKey: KEY });
    nango.http.defaults.adapter = (config) =>
        Promise.reject(Object.assign(new Error('connect'), { isAxiosError: true, code: 'ECONNREFUSED', config }));
    expect(await refusalOf(nango)).toMatchObject({
        source: 'nango',
        code: 'nango_unreachable',
        details: { network_code: 'ECONNREFUSED' },
        status: null
    });
});

test("Nango's secret key is nowhere in the error, however it is printed", async () => {
    const error = await refusalOf(answering(500, { error: { code: 'action_script_runtime_error', payload: {} } }));
    const printed = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), String(error.stack)];
    for (const text of printed) expect(text).not.toContain(KEY);
});

test('an output of another version is refused by field, not passed on', async () => {
    const error = await refusalOf(answering(200, { ok: 'yes' }));
    expect(error).toMatchObject({ source: 'client', code: 'unexpected_output' });
    expect(error.message).toMatch(/ok: /);
});

test("what the client's own code throws is not hidden", async () => {
    const nango = answering(200, {});
    vi.spyOn(nango, 'triggerAction').mockRejectedValue(new Error('out of memory'));
    expect(await refusalOf(nango)).toMatchObject({ source: 'client', code: 'client_error', message: 'out of memory' });
});
