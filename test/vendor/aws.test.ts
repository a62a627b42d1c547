import * as plainGlue from '@aws-sdk/client-glue';
import type { JobRun } from '@aws-sdk/client-glue';
import * as plainSecrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import type { NangoRequestHandler as Declared } from '../../shared/vendor/nango-request-handler.js';
import { NangoRequestHandler } from '../../scripts/vendor/aws/nango-request-handler.js';
import * as bundled from '../../shared/vendor/aws.js';
import { HttpRequest } from '@smithy/core/protocols';
import { runInSandbox } from './sandbox.js';

type Options = Parameters<ConstructorParameters<typeof NangoRequestHandler>[0]['uncontrolledFetch']>[0];

/** A fixed clock: the signature is made of the date, to the second. */
class FixedDate extends Date {
    constructor(value?: number | string) {
        super(value ?? Date.UTC(2025, 0, 2, 3, 4, 5));
    }
    static override now(): number {
        return Date.UTC(2025, 0, 2, 3, 4, 5);
    }
}

const CONFIG = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'token' }
};

/** Headers that hold a random id or name the platform; they are signed, so they go before the signature is made. */
const VARYING = ['amz-sdk-invocation-id', 'amz-sdk-request', 'x-amz-user-agent', 'user-agent'];

function answering(...answers: (() => Response)[]): {
    nango: { uncontrolledFetch(o: Options): Promise<Response> };
    sent: Options[];
} {
    const sent: Options[] = [];
    return {
        sent,
        nango: {
            uncontrolledFetch: async (options) => {
                sent.push(options);
                const answer = answers[Math.min(sent.length, answers.length) - 1];
                if (!answer) throw new Error('The test gave no answer.');
                return answer();
            }
        }
    };
}

const ok =
    (body: unknown = {}) =>
    () =>
        Response.json(body, {
            headers: { 'x-amzn-requestid': 'request-1', 'content-type': 'application/x-amz-json-1.1' }
        });
const refused = (status: number, body: unknown) => () => Response.json(body, { status });

function withoutVarying(client: { middlewareStack: unknown }): void {
    const stack = Object(client.middlewareStack);
    stack.addRelativeTo(
        (next: (args: { request: { headers: Record<string, string> } }) => unknown) =>
            (args: { request: { headers: Record<string, string> } }) => {
                for (const name of VARYING) delete args.request.headers[name];
                return next(args);
            },
        { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'withoutVarying' }
    );
}

async function sdkInSandbox(extra = {}): Promise<typeof bundled> {
    return Object.assign({}, bundled, await runInSandbox(`export * from './shared/vendor/aws.js';`, extra));
}

/** The request that creates a secret, as it leaves. */
async function signed(
    sdk: Pick<typeof bundled, 'CreateSecretCommand' | 'SecretsManagerClient' | 'NangoRequestHandler'>,
    text: string
): Promise<Options> {
    const { nango, sent } = answering(ok());
    const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
    withoutVarying(client);
    await client.send(
        new sdk.CreateSecretCommand({
            Name: 'a/b',
            SecretString: text,
            ClientRequestToken: '00000000-0000-4000-8000-000000000000'
        })
    );
    const [first] = sent;
    if (!first) throw new Error('Nothing was sent.');
    return first;
}

describe('a signature made in the sandbox is that of plain Node, byte by byte', () => {
    test.for(['plain', 'näme ✓ 😀', '{"a":"+/=&%"}'])('for a secret %j', async (text) => {
        const realDate = globalThis.Date;
        globalThis.Date = Object.assign(FixedDate);
        let inNode: Options;
        try {
            inNode = await signed({ ...plainSecrets, NangoRequestHandler }, text);
        } finally {
            globalThis.Date = realDate;
        }
        const inSandbox = await signed(await sdkInSandbox({ Date: FixedDate }), text);
        expect(inSandbox.headers?.['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20250102\//);
        expect(inSandbox.headers?.['authorization']).toBe(inNode.headers?.['authorization']);
        expect(inSandbox.body).toBe(inNode.body);
        expect(String(inSandbox.url)).toBe(String(inNode.url));
    });
});

/** Where the clients of a region send their requests. */
async function sentTo(
    sdk: Pick<
        typeof bundled,
        'SecretsManagerClient' | 'DescribeSecretCommand' | 'GlueClient' | 'ListJobsCommand' | 'NangoRequestHandler'
    >,
    region: string
): Promise<readonly string[]> {
    const { nango, sent } = answering(ok());
    const config = { ...CONFIG, region, requestHandler: new sdk.NangoRequestHandler(nango) };
    await new sdk.SecretsManagerClient(config).send(new sdk.DescribeSecretCommand({ SecretId: 'a' }));
    await new sdk.GlueClient(config).send(new sdk.ListJobsCommand({}));
    return sent.map(({ url }) => String(url));
}

test.for([
    'eu-west-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
    'eu-west-9',
    'xx-new-1'
])('a request goes to where the whole SDK sends it in %s', async (region) => {
    const whole = await sentTo({ ...plainGlue, ...plainSecrets, NangoRequestHandler }, region);
    expect(whole).toHaveLength(2);
    expect(await sentTo(await sdkInSandbox(), region)).toEqual(whole);
});

type Sdk = Pick<
    typeof bundled,
    | 'CreateConnectionCommand'
    | 'DescribeSecretCommand'
    | 'GetJobsCommand'
    | 'GetSecretValueCommand'
    | 'GlueClient'
    | 'NangoRequestHandler'
    | 'PutSecretValueCommand'
    | 'SecretsManagerClient'
>;

/** An idempotency token that the SDK made. */
const TOKEN = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What leaves, and what comes of answers, with every shape that a schema has, and with fields that are not set. */
const SHAPES: Readonly<Record<string, (sdk: Sdk) => Promise<unknown>>> = {
    'bytes, and a token of its own': async (sdk) => {
        const { nango, sent } = answering(ok({ ARN: 'a', VersionStages: ['AWSCURRENT'] }));
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const answer = await client.send(
            new sdk.PutSecretValueCommand({
                SecretId: 'näme "1"\n😀\ud800',
                SecretBinary: Uint8Array.from([0, 255, 128])
            })
        );
        return [String(sent[0]?.body).replace(TOKEN, 'TOKEN'), sent[0]?.headers?.['x-amz-target'], answer];
    },
    'structures, lists and maps': async (sdk) => {
        const { nango, sent } = answering(ok({ CreateConnectionStatus: null, Surprise: { a: 1 } }));
        const client = new sdk.GlueClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const answer = await client.send(
            new sdk.CreateConnectionCommand({
                ConnectionInput: {
                    Name: 'c',
                    ConnectionType: 'JDBC',
                    MatchCriteria: ['one', 'two'],
                    ConnectionProperties: { SECRET_ID: '{"a":"ü"}' },
                    PhysicalConnectionRequirements: { SecurityGroupIdList: [], SubnetId: undefined },
                    ValidateCredentials: false
                },
                Tags: {}
            })
        );
        return [sent[0]?.body, answer];
    },
    'times, and fields that are null': async (sdk) => {
        const { nango } = answering(
            ok({
                Name: 'a',
                CreatedDate: 1735786800.123,
                DeletedDate: 1735786800,
                KmsKeyId: null,
                Tags: [
                    { Key: 'k', Value: 'v' },
                    { Key: 'l', Value: null }
                ],
                VersionIdsToStages: { one: ['AWSCURRENT'], two: [] },
                ReplicationStatus: [{ Region: 'eu-west-2', LastAccessedDate: 1.5 }]
            })
        );
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        return await client.send(new sdk.DescribeSecretCommand({ SecretId: 'a' }));
    },
    'times that are none': async (sdk) => {
        const answers = ['2025-01-02T03:04:05Z', '', true, {}, '1735786800.5'].map((time) => ok({ DeletedDate: time }));
        const { nango } = answering(...answers);
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const found: unknown[] = [];
        for (const _ of answers) {
            const heard = client.send(new sdk.DescribeSecretCommand({ SecretId: 'a' }));
            found.push(
                await heard.then(
                    ({ DeletedDate }) => DeletedDate,
                    (error: unknown) => Reflect.get(Object(error), 'name')
                )
            );
        }
        return found;
    },
    'bytes that come': async (sdk) => {
        const { nango } = answering(ok({ SecretBinary: 'AP+A', SecretString: 'ü' }));
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        return await client.send(new sdk.GetSecretValueCommand({ SecretId: 'a', VersionStage: 'AWSCURRENT' }));
    },
    numbers: async (sdk) => {
        const { nango, sent } = answering(
            ok({ Jobs: [{ Name: 'j', MaxCapacity: 0.0625, Timeout: 2880, DefaultArguments: { '--a': 'b' } }] })
        );
        const client = new sdk.GlueClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        return [await client.send(new sdk.GetJobsCommand({ MaxResults: 5 })), sent[0]?.body];
    },
    'an answer that is no JSON': async (sdk) => {
        const { nango } = answering(() => new Response('<html>', { status: 400 }));
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const error: unknown = await client
            .send(new sdk.DescribeSecretCommand({ SecretId: 'a' }))
            .catch((thrown: unknown) => thrown);
        return Reflect.get(Object(error), 'name');
    }
};

test.for(Object.keys(SHAPES))('the bundle says and hears what the whole SDK does: %s', async (name) => {
    const comparable = async (sdk: Sdk): Promise<unknown> => JSON.parse(JSON.stringify(await SHAPES[name]?.(sdk)));
    const whole = await comparable({ ...plainGlue, ...plainSecrets, NangoRequestHandler });
    expect(whole).toBeTruthy();
    expect(await comparable(await sdkInSandbox())).toEqual(whole);
});

describe('what a caller gets', () => {
    test('an exception comes with its name, its message and the number of attempts', async () => {
        const sdk = await sdkInSandbox();
        const { nango } = answering(
            refused(500, { __type: 'InternalServiceError' }),
            refused(400, { __type: 'ResourceExistsException', Message: 'it is there' })
        );
        const client = new sdk.SecretsManagerClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const error: unknown = await client
            .send(new sdk.CreateSecretCommand({ Name: 'x', SecretString: 'y' }))
            .catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
            name: 'ResourceExistsException',
            message: 'it is there',
            $metadata: { attempts: 2, httpStatusCode: 400 }
        });
    });

    test('Glue’s times are dates, and its pages follow each other', async () => {
        const sdk = await sdkInSandbox();
        const { nango, sent } = answering(
            ok({ JobRuns: [{ Id: 'r1', JobRunState: 'RUNNING', StartedOn: 1735786800.5 }], NextToken: 'n' }),
            ok({ JobRuns: [{ Id: 'r2', JobRunState: 'SUCCEEDED' }] })
        );
        const client = new sdk.GlueClient({ ...CONFIG, requestHandler: new sdk.NangoRequestHandler(nango) });
        const runs: JobRun[] = [];
        for await (const page of sdk.paginateGetJobRuns({ client }, { JobName: 'j' }))
            runs.push(...(page.JobRuns ?? []));
        expect(runs.map(({ Id }) => Id)).toEqual(['r1', 'r2']);
        expect(runs[0]?.StartedOn?.toISOString()).toBe('2025-01-02T03:00:00.500Z');
        expect(sent[1]?.body).toContain('"NextToken":"n"');
    });
});

describe('the request handler', () => {
    const request = {
        protocol: 'https:',
        hostname: 'secretsmanager.eu-west-1.amazonaws.com',
        port: 8443,
        path: '/a%20b',
        method: 'POST',
        query: { x: ['1', '2'], y: 'ü', z: null },
        headers: { host: 'h', 'content-length': '3', authorization: 'signed' },
        body: new TextEncoder().encode('é')
    };
    const send = (handler: NangoRequestHandler, more: object = {}, options = {}) =>
        handler.handle(new HttpRequest({ ...request, ...more }), options);

    test('sends the request as it was signed, less what fetch sets itself', async () => {
        const { nango, sent } = answering(ok({ a: 1 }));
        const { response } = await send(new NangoRequestHandler(nango));
        expect(String(sent[0]?.url)).toBe(
            'https://secretsmanager.eu-west-1.amazonaws.com:8443/a%20b?x=1&x=2&y=%C3%BC&z='
        );
        expect(sent[0]).toMatchObject({ method: 'POST', headers: { authorization: 'signed' }, body: 'é' });
        expect(Object.keys(sent[0]?.headers ?? {})).toEqual(['authorization']);
        expect(response).toMatchObject({ statusCode: 200, headers: { 'x-amzn-requestid': 'request-1' } });
        expect(new TextDecoder().decode(response.body)).toBe('{"a":1}');
    });

    test('a broken connection keeps its code, which the SDK retries by', async () => {
        const { nango } = answering(() => {
            throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET', message: 'reset' } });
        });
        await expect(send(new NangoRequestHandler(nango))).rejects.toMatchObject({
            name: 'NetworkError',
            code: 'ECONNRESET',
            message: 'reset'
        });
    });

    test('a refusal of Nango’s is told in its own words and not retried', async () => {
        const { nango } = answering(() => {
            throw Object.assign(new Error(''), { payload: { code: 'url_not_allowed', message: 'not allowed here' } });
        });
        const error: unknown = await send(new NangoRequestHandler(nango)).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ name: 'RequestRefused', message: 'not allowed here' });
        expect(error).not.toHaveProperty('code');
    });

    test('a request without an answer ends as a timeout', async () => {
        const nango = { uncontrolledFetch: () => new Promise<Response>(() => {}) };
        await expect(send(new NangoRequestHandler(nango, { requestTimeoutMs: 5 }))).rejects.toMatchObject({
            name: 'TimeoutError'
        });
    });

    test('an aborted request is not sent, or not waited for', async () => {
        const { nango, sent } = answering(ok());
        await expect(
            send(new NangoRequestHandler(nango), {}, { abortSignal: AbortSignal.abort() })
        ).rejects.toMatchObject({ name: 'AbortError' });
        expect(sent).toEqual([]);
        const controller = new AbortController();
        const hanging = { uncontrolledFetch: () => new Promise<Response>(() => {}) };
        const waiting = send(new NangoRequestHandler(hanging), {}, { abortSignal: controller.signal });
        controller.abort();
        await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });

    test('its declaration is that of its source', () => {
        const declared: Declared = new NangoRequestHandler(answering(ok()).nango);
        expect(declared.httpHandlerConfigs()).toEqual({});
    });
});
