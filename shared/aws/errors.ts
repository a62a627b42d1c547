/**
 * What AWS refused or failed at, as an error a person can act on. The SDK has already retried what can be retried, so
 * whatever arrives here is final for this run. Never carries a request's payload.
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../schema.js';
import type { NameIn } from '../names.js';
import { nameSet } from '../names.js';
import { ActionableError } from '../errors.js';

export type AwsErrorCode = NameIn<
    | 'aws_connection_missing, aws_connection_invalid, aws_access_denied, aws_credentials_refused'
    | 'aws_unavailable, aws_error'
>;

export class AwsError extends ActionableError {
    declare readonly code: AwsErrorCode;
    /** AWS's own name, e.g. `ResourceNotFoundException`. */
    readonly awsName: string;

    constructor(
        code: AwsErrorCode,
        awsName: string,
        what: string,
        remedy: string,
        details: Readonly<Record<string, string | number | boolean>> = {},
        options?: ErrorOptions
    ) {
        super(code, what, remedy, details, options);
        this.name = 'AwsError';
        this.awsName = awsName;
    }
}

export function isAwsError(error: unknown, awsName: string): error is AwsError {
    return error instanceof AwsError && error.awsName === awsName;
}

/** The SDK's exceptions, and what a broken connection throws; an error of the sandbox is no `Error` of ours. */
const ThrownSchema = z
    .object({
        name: anyText.catch('UnknownError'),
        message: anyText.catch(''),
        $metadata: z
            .object({ httpStatusCode: anyNumber.optional(), requestId: anyText.optional() })
            .catch({})
            .default({})
    })
    .catch({ name: 'UnknownError', message: '', $metadata: {} });

const CREDENTIAL_ERRORS: ReadonlySet<string> = nameSet(
    'ExpiredTokenException, ExpiredToken, InvalidClientTokenId, InvalidSignatureException',
    'IncompleteSignature, IncompleteSignatureException, MissingAuthenticationToken',
    'MissingAuthenticationTokenException, SignatureDoesNotMatch, UnrecognizedClientException'
);
const ACCESS_ERRORS = new Set(['AccessDeniedException', 'AccessDenied', 'AccessDeniedError']);
/** These may repeat a value of the request, and a request may hold a password. */
const REPEATS_INPUT = new Set(['ValidationException', 'InvalidParameterException', 'SerializationException']);
/** Here any error may: it tells what a database answered to the credentials. */
const TRIES_CREDENTIALS = 'TestConnection';
const LONGEST_MESSAGE_CHARS = 400;
/** Texts of AWS's own that hold nothing of the request but names of secrets, keys and regions. */
const KNOWN_TEXTS: readonly RegExp[] = [
    /still has replica regions \[[a-z0-9, -]*\]/i,
    /KMS key [^'"]{0,200}is (?:disabled|pending deletion|not enabled|pending import|unavailable)/i,
    /Access to KMS is not allowed/i,
    /the KMS key [^'"]{0,120}(?:does not exist|could not be found)/i,
    /reached the (?:maximum|limit)[^'"]{0,120}/i,
    /scheduled for deletion/i,
    /marked for deletion/i,
    /managed by another service/i,
    /staging label [A-Z_]+ is currently attached/i,
    /Member must have length less than or equal to \d+/i
];

export function toAwsError(service: string, operation: string, thrown: unknown): AwsError {
    const { name, message, $metadata } = ThrownSchema.parse(thrown);
    const status = $metadata.httpStatusCode;
    const isSilent = REPEATS_INPUT.has(name) || operation === TRIES_CREDENTIALS || message === '';
    const known = isSilent ? knownText(message) : oneLine(message);
    const said = known === '' ? name : `${name}: ${known}`;
    const what = `AWS ${service} ${operation} failed. ${said}${said.endsWith('.') ? '' : '.'}`;
    const details = {
        operation: `${service}:${operation}`,
        aws_error: name,
        ...(status !== undefined && { aws_status: status }),
        ...($metadata.requestId !== undefined && { aws_request_id: $metadata.requestId })
    };
    const make = (code: AwsErrorCode, remedy: string): AwsError =>
        new AwsError(code, name, what, remedy, details, { cause: thrown });
    if (ACCESS_ERRORS.has(name)) {
        return make(
            'aws_access_denied',
            `Allow ${iamAction(service, operation)} in the IAM policy of the operator's AWS connection (docs/export-secrets.md has the whole policy).`
        );
    }
    if (CREDENTIAL_ERRORS.has(name)) {
        return make(
            'aws_credentials_refused',
            "Renew the keys of the operator's AWS connection, and check its region and the clock."
        );
    }
    if (status === undefined || status >= 500 || status === 429 || /throttl|timeout|toomanyrequests/i.test(name)) {
        return make('aws_unavailable', 'AWS was retried without success. Try again in a few minutes.');
    }
    return make('aws_error', 'Give the request id to whoever runs the AWS account.');
}

function knownText(message: string): string {
    for (const text of KNOWN_TEXTS) {
        const found = text.exec(message)?.[0];
        if (found !== undefined) return oneLine(found);
    }
    return '';
}

function iamAction(service: string, operation: string): string {
    return `${service === 'Glue' ? 'glue' : 'secretsmanager'}:${operation}`;
}

/** A vendor's message, short enough for a log or Connect UI. */
export function oneLine(message: string): string {
    return message.replace(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE_CHARS);
}
