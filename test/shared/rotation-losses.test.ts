/** What is lost on its way between Snowflake and Secrets Manager: no secret that may be in use is thrown away or told. */
import { expect, test } from 'vitest';
import { rotateToken } from '../../shared/access-token/rotate.js';
import { ActionableError } from '../../shared/errors.js';
import { rotateKeyPair } from '../../shared/key-rotation/rotate.js';
import type { NangoHandle } from '../../shared/nango/handle.js';
import type { SnowflakeClient } from '../../shared/snowflake/client.js';
import { SnowflakeError } from '../../shared/snowflake/errors.js';
import { answering } from './answering.js';
import { handleWith } from './nango-handle.js';

const TOKEN = 'the-new-secret-of-the-token';
const CONNECTION = { credentials: { type: 'BASIC', username: 'ANN', password: 'p' } };
const AWS = { credentials: { username: 'AKIAEXAMPLE', password: 'key' }, connection_config: { region: 'us-east-1' } };

type Reply = () => Response;

/** The operator's AWS takes everything but what the test says, and notes what it was asked for. */
function operator(replies: Readonly<Record<string, Reply>>) {
    const asked: { operation: string; body: string }[] = [];
    const logged: unknown[] = [];
    const nango: NangoHandle = handleWith({
        getConnection: async (integration?: string) => JSON.parse(JSON.stringify(integration ? AWS : CONNECTION)),
        uncontrolledFetch: async ({ headers, body }) => {
            const operation = (new Headers(headers).get('x-amz-target') ?? '').replace(/^.*\./, '');
            asked.push({ operation, body: String(body) });
            return replies[operation]?.() ?? Response.json({ ARN: 'arn:aws:secretsmanager:us-east-1:1:secret:s' });
        },
        log: async (...line: unknown[]) => {
            logged.push(line);
        }
    });
    return { nango, asked, logged };
}

function snowflake(alterUser: SnowflakeClient['execute']): SnowflakeClient {
    const execute: SnowflakeClient['execute'] = async (statement) => {
        if (statement.startsWith('ALTER USER')) return await alterUser(statement);
        if (statement.startsWith('DESCRIBE USER')) {
            const rows = ['RSA_PUBLIC_KEY_FP', 'RSA_PUBLIC_KEY_2_FP'].map((property) => [property, 'null']);
            return await answering(['property', 'value'], ...rows).execute(statement);
        }
        if (statement.startsWith('SHOW USER PROGRAMMATIC')) {
            const columns = ['name', 'user_name', 'status', 'expires_at', 'rotated_to'];
            return await answering(columns, ['NANGO', 'ANN', 'ACTIVE', null, null]).execute(statement);
        }
        const names = [...statement.matchAll(/ AS (\w+)/g)].map(([, name]) => name ?? '');
        return await answering(
            names,
            names.map(() => 'ANN')
        ).execute(statement);
    };
    return { ...answering([]), execute };
}

const rotating = snowflake(
    async (statement) =>
        await answering(
            ['token_name', 'token_secret', 'rotated_token_name'],
            ['NANGO', TOKEN, 'NANGO_ROTATED_1']
        ).execute(statement)
);

async function refusalOf(run: Promise<unknown>): Promise<ActionableError> {
    const error = await run.then(
        () => undefined,
        (thrown: unknown) => thrown
    );
    if (error instanceof ActionableError) return error;
    throw new Error('There must be a refusal.', { cause: error });
}

function told({ code, message, remedy, details }: ActionableError, logged: unknown): string {
    return JSON.stringify([code, message, remedy, details, logged]);
}

test('a token that AWS refuses is lost, is not told, and leaves no empty secret', async () => {
    const refusal = { __type: 'ValidationException', message: `Value '{"token":"${TOKEN}"}' failed` };
    const { nango, asked, logged } = operator({ PutSecretValue: () => Response.json(refusal, { status: 400 }) });
    const error = await refusalOf(rotateToken(nango, rotating, { token: 'NANGO' }));
    expect(error.code).toBe('token_lost');
    expect(told(error, logged)).not.toContain(TOKEN);
    expect(asked.map(({ operation }) => operation)).toEqual(['CreateSecret', 'PutSecretValue', 'DeleteSecret']);
    // An earlier attempt may have arrived.
    expect(asked.at(-1)?.body).not.toContain('ForceDeleteWithoutRecovery');
});

test('where the answer of AWS is lost, the error names the secret that may hold the token', async () => {
    const { nango, asked, logged } = operator({
        PutSecretValue: () => {
            throw new Error('The answer was lost.');
        }
    });
    const error = await refusalOf(rotateToken(nango, rotating, { token: 'NANGO' }));
    expect(error.code).toBe('token_unconfirmed');
    expect(error.details).toMatchObject({ secret_arn: expect.stringMatching(/^arn:/), token: 'NANGO' });
    expect(error.remedy).toContain(String(error.details['secret_name']));
    expect(told(error, logged)).not.toContain(TOKEN);
    expect(new Set(asked.map(({ operation }) => operation))).toEqual(new Set(['CreateSecret', 'PutSecretValue']));
});

test.each([
    ['of the only attempt is final', false, /ForceDeleteWithoutRecovery/],
    ['after a lost attempt is not', true, /^(?!.*ForceDelete)/]
])('a refusal %s: the private key is deleted accordingly', async (_, mayHaveRun, deletion) => {
    const { nango, asked } = operator({});
    const refused = new SnowflakeError('sql_error', 'No.', '', { vendorCode: '001003', concerns: 'statement' });
    const lost = new SnowflakeError('outcome_unknown', 'Lost.', '', {
        concerns: 'service',
        mayHaveRun,
        cause: refused.with({ mayHaveRun })
    });
    const client = snowflake(async () => await Promise.reject(mayHaveRun ? lost : refused));
    expect((await refusalOf(rotateKeyPair(nango, client, {}))).code).toBe('sql_error');
    expect(asked.map(({ operation }) => operation)).toEqual(['CreateSecret', 'DeleteSecret']);
    expect(asked.at(-1)?.body).toMatch(deletion);
});
