import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callerIdentity } from '../../../shared/aws/caller-identity.js';

const ACCESS = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'never-shown' },
    secretsManagerEndpoint: undefined,
    glueEndpoint: undefined
};
const WHO = '<Arn>arn:aws:iam::123456789012:user/operator</Arn><Account>123456789012</Account>';

beforeEach(() => {
    vi.useFakeTimers();
    // Node's timers can be closed; the fake ones lack that.
    const fake = globalThis.setTimeout;
    vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
        const timer = fake(run, ms);
        return Object.assign(timer, { close: () => clearTimeout(timer) });
    });
});
afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

type Try = () => Response | Promise<Response>;

const broken: Try = () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'UND_ERR_SOCKET' } });
};
const status =
    (code: number, body: string): Try =>
    () =>
        new Response(body, { status: code });
const silent: Try = () => new Promise(() => {});
const right = status(200, WHO);

/** Asks with these answers in turn, the last for ever; gives what came and how often it was asked. */
async function ask(...tries: [Try, ...Try[]]): Promise<{ outcome: unknown; asked: number }> {
    let asked = 0;
    const nango = { uncontrolledFetch: async () => await (tries[asked++] ?? tries.at(-1) ?? broken)() };
    const work = callerIdentity(nango, ACCESS).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    return { outcome: await work, asked };
}

test.each([
    ['us-east-1', 'sts.us-east-1.amazonaws.com'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'sts.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'sts.us-isof-south-1.csp.hci.ic.gov'],
    ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu']
])('%s is asked in the domain of its partition', async (region, host) => {
    const asked: string[] = [];
    const nango = {
        uncontrolledFetch: async ({ url }: { url: URL }) => {
            asked.push(url.host);
            return await right();
        }
    };
    await callerIdentity(nango, { ...ACCESS, region });
    expect(asked).toEqual([host]);
});

test.each([
    ['a broken connection', broken],
    ['no answer', silent],
    ['HTTP 503', status(503, '')],
    ['throttling', status(400, '<Code>Throttling</Code>')]
])('%s is tried again', async (_what, trouble) => {
    expect(await ask(trouble, trouble, right)).toEqual({
        outcome: { arn: 'arn:aws:iam::123456789012:user/operator', account: '123456789012' },
        asked: 3
    });
});

test.each([
    ['a broken connection', broken],
    ['no answer', silent]
])('%s for good says that AWS is not available', async (_what, trouble) => {
    const { outcome, asked } = await ask(trouble);
    expect(outcome).toMatchObject({ code: 'aws_unavailable' });
    expect(asked).toBe(3);
});

test('refused keys are not tried again', async () => {
    const { outcome, asked } = await ask(status(403, '<Code>InvalidClientTokenId</Code>'));
    expect(outcome).toMatchObject({ code: 'aws_credentials_refused' });
    expect(asked).toBe(1);
});

test('a refusal of Nango is passed on', async () => {
    const refusal = Object.assign(new Error(''), { payload: { code: 'url_not_allowed' } });
    const { outcome, asked } = await ask(() => {
        throw refusal;
    });
    expect(outcome).toBe(refusal);
    expect(asked).toBe(1);
});
