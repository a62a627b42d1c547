/**
 * Signature Version 4 as a server sees it, written from AWS's description and apart from the SDK's signer, so that a
 * fault in one is not hidden by the other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsFailure } from './aws-failure.js';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 5 * 60_000;

export interface SignedRequest {
    readonly method: string;
    /** Path and query as they stood in the request line. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly body: Buffer;
}

export interface Scope {
    readonly accessKeyId: string;
    readonly date: string;
    readonly region: string;
    readonly service: string;
    readonly signedHeaders: readonly string[];
    readonly signature: string;
    readonly signedAt: string;
}

const refuse = (message: string): AwsFailure => new AwsFailure('InvalidSignatureException', message);
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

function header(request: SignedRequest, name: string): string | undefined {
    const value = request.headers[name];
    return typeof value === 'string' ? value : value?.join(',');
}

/** Reads who signed and for what; says nothing yet about whether the signature is right. */
export function readScope(request: SignedRequest): Scope {
    const authorization = header(request, 'authorization');
    if (authorization === undefined) {
        throw new AwsFailure('MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    if (!authorization.startsWith(`${ALGORITHM} `)) {
        throw new AwsFailure('IncompleteSignatureException', "Authorization header requires 'Credential' parameter.");
    }
    const parts = new Map<string, string>();
    for (const part of authorization.slice(ALGORITHM.length + 1).split(',')) {
        const at = part.indexOf('=');
        if (at > 0) parts.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
    }
    const take = (name: string): string => {
        const value = parts.get(name);
        if (value === undefined || value === '') {
            throw new AwsFailure('IncompleteSignatureException', `Authorization header requires '${name}' parameter.`);
        }
        return value;
    };
    const [accessKeyId, date, region, service, terminator, ...rest] = take('Credential').split('/');
    if (
        accessKeyId === undefined ||
        date === undefined ||
        region === undefined ||
        service === undefined ||
        terminator !== 'aws4_request' ||
        rest.length > 0
    ) {
        throw new AwsFailure(
            'IncompleteSignatureException',
            'Credential must have exactly 5 slash-delimited elements.'
        );
    }
    const signedAt = header(request, 'x-amz-date');
    if (signedAt === undefined || !/^\d{8}T\d{6}Z$/.test(signedAt)) {
        throw new AwsFailure(
            'IncompleteSignatureException',
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        );
    }
    return {
        accessKeyId,
        date,
        region,
        service,
        signedHeaders: take('SignedHeaders').split(';'),
        signature: take('Signature'),
        signedAt
    };
}

/** `20260102T030405Z`, as X-Amz-Date writes times. */
const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');

function toMs(amzDate: string): number {
    const [, year, month, day, hour, minute, second] =
        /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(amzDate) ?? [];
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function checkTime(scope: Scope, nowMs: number): void {
    const signedMs = toMs(scope.signedAt);
    if (!scope.signedAt.startsWith(scope.date) || Number.isNaN(signedMs)) {
        throw refuse('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.');
    }
    const now = stamp(nowMs);
    if (signedMs < nowMs - MAX_SKEW_MS) {
        const limit = stamp(nowMs - MAX_SKEW_MS);
        throw refuse(`Signature expired: ${scope.signedAt} is now earlier than ${limit} (${now} - 5 min.)`);
    }
    if (signedMs > nowMs + MAX_SKEW_MS) {
        const limit = stamp(nowMs + MAX_SKEW_MS);
        throw refuse(`Signature not yet current: ${scope.signedAt} is still later than ${limit} (${now} + 5 min.)`);
    }
}

const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Each segment is encoded once more than it came (S3 alone is spared that), dot segments are resolved. */
function canonicalPath(path: string): string {
    const segments: string[] = [];
    for (const segment of path.split('/')) {
        if (segment === '' || segment === '.') continue;
        if (segment === '..') segments.pop();
        else segments.push(encode(segment));
    }
    const joined = `/${segments.join('/')}`;
    return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined;
}

function canonicalQuery(query: string): string {
    const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`);
    return pairs.sort().join('&');
}

/** Throws AWS's error when the request was not signed with this key, or was changed or re-sent much later. */
export function verifySignature(request: SignedRequest, scope: Scope, secretAccessKey: string, nowMs: number): void {
    checkTime(scope, nowMs);
    const payloadHash = sha256(request.body);
    const claimedHash = header(request, 'x-amz-content-sha256');
    if (!scope.signedHeaders.includes('host')) {
        throw refuse("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    const unsigned = Object.keys(request.headers).filter(
        (name) => name.startsWith('x-amz-') && !scope.signedHeaders.includes(name)
    );
    if (unsigned.length > 0) {
        throw refuse(`There were headers present in the request which were not signed: ${unsigned.join(', ')}`);
    }
    const canonicalHeaders = scope.signedHeaders
        .map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/\s+/g, ' ')}\n`)
        .join('');
    const cut = request.url.indexOf('?');
    const canonical = [
        request.method,
        canonicalPath(cut < 0 ? request.url : request.url.slice(0, cut)),
        canonicalQuery(cut < 0 ? '' : request.url.slice(cut + 1)),
        canonicalHeaders,
        scope.signedHeaders.join(';'),
        payloadHash
    ].join('\n');
    const credentialScope = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
    const toSign = [ALGORITHM, scope.signedAt, credentialScope, sha256(canonical)].join('\n');
    const dateKey = hmac(`AWS4${secretAccessKey}`, scope.date);
    const signingKey = hmac(hmac(hmac(dateKey, scope.region), scope.service), 'aws4_request');
    const expected = hmac(signingKey, toSign).toString('hex');
    const sorted = [...scope.signedHeaders].sort().join(';') === scope.signedHeaders.join(';');
    const same =
        expected.length === scope.signature.length &&
        timingSafeEqual(Buffer.from(expected), Buffer.from(scope.signature));
    if (!same || !sorted || (claimedHash !== undefined && claimedHash !== payloadHash)) {
        throw refuse(
            'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
        );
    }
}
