/**
 * Who the operator's keys belong to, by STS GetCallerIdentity, which needs no permission. Signed here: a whole client for
 * one call would be as heavy as the function around it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'crypto';
import { withDeadline } from '../nango/deadline.js';
import type { NangoHandle } from '../nango/handle.js';
import { sleep } from '../nango/sleep.js';
import { partition } from '../vendor/aws.js';
import { toAwsError } from './errors.js';
import type { AwsError } from './errors.js';
import type { AwsAccess } from './operator-connection.js';

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';
const TIMEOUT_MS = 10_000;
/** What the SDK's clients do by themselves for the other calls: three attempts. */
const WAITS_MS = [500, 1_500];
const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

export interface CallerIdentity {
    readonly arn: string;
    readonly account: string;
}

export async function callerIdentity(
    nango: Pick<NangoHandle, 'uncontrolledFetch'>,
    access: AwsAccess,
    now: () => Date = () => new Date()
): Promise<CallerIdentity> {
    for (let attempt = 0; ; attempt += 1) {
        const answer = await asked(nango, access, now());
        if ('arn' in answer) return answer;
        const waitMs = WAITS_MS[attempt];
        if (answer.code !== 'aws_unavailable' || waitMs === undefined) throw answer;
        await sleep(waitMs);
    }
}

async function asked(
    nango: Pick<NangoHandle, 'uncontrolledFetch'>,
    access: AwsAccess,
    now: Date
): Promise<CallerIdentity | AwsError> {
    const url = new URL(access.stsEndpoint ?? `https://sts.${access.region}.${partition(access.region).dnsSuffix}`);
    const headers = signed(url, access, now);
    try {
        return await withDeadline(answered(nango, url, headers), TIMEOUT_MS, tooLate);
    } catch (error) {
        // A refusal of Nango's carries a payload, and says by itself what to do.
        if (Object(error).payload !== undefined) throw error;
        const name = Object(error).name === 'TimeoutError' ? 'TimeoutError' : 'NetworkingError';
        return toAwsError('STS', 'GetCallerIdentity', { name, message: Object(error).message });
    }
}

async function answered(
    nango: Pick<NangoHandle, 'uncontrolledFetch'>,
    url: URL,
    headers: Record<string, string>
): Promise<CallerIdentity | AwsError> {
    const answer = await nango.uncontrolledFetch({ url, method: 'POST', headers, body: BODY });
    const text = await answer.text();
    const found = { arn: element(text, 'Arn'), account: element(text, 'Account') };
    if (answer.ok && found.arn !== undefined && found.account !== undefined) {
        return { arn: found.arn, account: found.account };
    }
    return toAwsError('STS', 'GetCallerIdentity', {
        name: element(text, 'Code') ?? 'UnknownError',
        message: element(text, 'Message') ?? '',
        $metadata: { httpStatusCode: answer.status, requestId: element(text, 'RequestId') }
    });
}

function tooLate(): Error {
    return Object.assign(new Error(`No answer within ${TIMEOUT_MS / 1000} seconds.`), { name: 'TimeoutError' });
}

function signed(url: URL, { region, credentials }: AwsAccess, now: Date): Record<string, string> {
    const time = now.toISOString().replace(/[:-]|\.\d{3}/g, '');
    const scope = `${time.slice(0, 8)}/${region}/sts/aws4_request`;
    const headers: Record<string, string> = {
        'content-type': CONTENT_TYPE,
        host: url.host,
        'x-amz-date': time,
        ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken })
    };
    const names = Object.keys(headers).toSorted();
    const canonical = [
        'POST',
        '/',
        '',
        ...names.map((name) => `${name}:${headers[name] ?? ''}`),
        '',
        names.join(';'),
        sha256(BODY)
    ].join('\n');
    const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
    const key = [region, 'sts', 'aws4_request'].reduce(
        (previous, part) => hmac(previous, part),
        hmac(`AWS4${credentials.secretAccessKey}`, time.slice(0, 8))
    );
    const signature = hmac(key, text).toString('hex');
    // Fetch sets the host itself.
    const { host: _host, ...sent } = headers;
    return {
        ...sent,
        authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    };
}

function hmac(key: string | Buffer, text: string): Buffer {
    return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
}

function element(xml: string, name: string): string | undefined {
    return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
