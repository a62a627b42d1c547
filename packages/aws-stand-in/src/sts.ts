/**
 * The two STS calls that need no more than the identities: query protocol in, XML out, unlike the other services.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import { AwsFailure } from './aws-failure.js';
import { authorize, type Caller } from './call.js';
import type { Identities } from './identity.js';

const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;
const DEFAULT_SECONDS = 3_600;

const escapeXml = (text: string): string =>
    text.replace(/[<>&]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[char] ?? char);

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const text = (name: string, value: string): string => element(name, escapeXml(value));

function answer(operation: string, requestId: string, result: string): string {
    const metadata = element('ResponseMetadata', text('RequestId', requestId));
    return `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${element(`${operation}Result`, result)}${metadata}</${operation}Response>`;
}

/** What the query protocol's services call the errors of the layer that checks signatures. */
const CODES: Readonly<Record<string, string>> = {
    UnrecognizedClientException: 'InvalidClientTokenId',
    InvalidSignatureException: 'SignatureDoesNotMatch'
};

/** The error document of the query protocol. */
export const stsError = (failure: AwsFailure, requestId: string): string =>
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${element(
        'Error',
        text('Type', failure.status < 500 ? 'Sender' : 'Receiver') +
            text('Code', CODES[failure.code] ?? failure.code.replace(/Exception$/, '')) +
            text('Message', failure.message)
    )}${text('RequestId', requestId)}</ErrorResponse>`;

export function runSts(caller: Caller, form: URLSearchParams, identities: Identities, requestId: string): string {
    const operation = form.get('Action') ?? '';
    if (operation === 'GetCallerIdentity') {
        // AWS asks no permission for this one.
        const { arn, userId } = caller.principal;
        return answer(
            operation,
            requestId,
            text('Arn', arn) + text('UserId', userId) + text('Account', caller.accountId)
        );
    }
    if (operation !== 'AssumeRole') {
        throw new AwsFailure('InvalidAction', `Could not find operation ${operation} for version 2011-06-15`);
    }
    const roleArn = form.get('RoleArn') ?? '';
    const sessionName = form.get('RoleSessionName') ?? '';
    const seconds = Number(form.get('DurationSeconds') ?? DEFAULT_SECONDS);
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName) || !(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
        throw new AwsFailure('ValidationError', 'RoleSessionName or DurationSeconds failed to satisfy its constraint');
    }
    authorize(caller, 'sts:AssumeRole', roleArn);
    const session = identities.startSession(roleArn, sessionName, seconds * 1000, form.get('ExternalId') ?? undefined);
    if (session === null) {
        throw new AwsFailure(
            'AccessDenied',
            `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
            403
        );
    }
    const credentials =
        text('AccessKeyId', session.accessKeyId) +
        text('SecretAccessKey', session.secretAccessKey) +
        text('SessionToken', session.sessionToken) +
        text('Expiration', session.expiration.toISOString());
    return answer(operation, requestId, element('Credentials', credentials));
}
