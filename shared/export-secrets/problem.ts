/** An error as a row shows it and the log tells it: code and advice, with every credential taken out. */
import { AwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';
import type { Problem } from './record.js';
import { redact } from './redact.js';
import { concerns } from './verdict.js';

const PROVISIONING_ERROR = 'export_secret_provisioning_error';
const IP_CHECK = 'export_secret_ip_check';
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/i;
/**
 * What comes before the address that was seen; any other address is the destination's own. Snowflake: "Incoming request
 * with IP/Token 198.51.100.7 is not allowed ...", PostgreSQL: `no pg_hba.conf entry for host "198.51.100.7", ...`.
 */
const SEEN_AS = /\bIP\/Token |\bfor host "/;

export function problemOf(error: unknown, sensitive: readonly string[]): Problem {
    if (error instanceof ActionableError) return problem(error.code, redact(error.advice, sensitive));
    return problem(
        'export_secret_internal_error',
        'The run was cut off by an error inside the function. Look into its log, then create a new destination.'
    );
}

export function problem(code: string, message: string): Problem {
    return { code, message, concerns: concerns(code) };
}

/** The same error for whoever runs it next, without a credential in its text and without its cause. */
export function withoutCredentials(error: AwsError, sensitive: readonly string[]): AwsError {
    return new AwsError(error.code, error.awsName, redact(error.message, sensitive), error.remedy, error.details);
}

/** The page's diagnostic key. `details` are the error's own small facts, e.g. AWS's request id. */
export async function logProvisioningError(
    nango: Pick<NangoHandle, 'log'>,
    secretId: string,
    told: Problem,
    error: unknown
): Promise<void> {
    await nango.log(
        `${PROVISIONING_ERROR} secret_id=${secretId} code=${told.code}: ${told.message}`,
        {
            key: PROVISIONING_ERROR,
            secret_id: secretId,
            ...told,
            ...(error instanceof ActionableError && error.details)
        },
        { level: 'error' }
    );
}

/** Which address the destination saw, for whoever keeps the network policy. */
export async function logEgressAddress(
    nango: Pick<NangoHandle, 'log'>,
    secretId: string,
    told: Problem
): Promise<void> {
    const address = egressAddress(told);
    if (address === undefined) return;
    await nango.log(
        `${IP_CHECK} secret_id=${secretId} ip=${address}`,
        { key: IP_CHECK, secret_id: secretId, ip: address },
        { level: 'warn' }
    );
}

function egressAddress({ code, message }: Problem): string | undefined {
    const at = message.search(SEEN_AS);
    if (at >= 0) return ADDRESS.exec(message.slice(at))?.[0];
    return code === 'network_policy' ? ADDRESS.exec(message)?.[0] : undefined;
}
