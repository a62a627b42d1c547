/**
 * The driver's errors, turned into this package's. Only Snowflake's own code and message are taken over: the driver
 * keeps whole answers on its errors, and the answer to a login holds the session's tokens.
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../../schema.js';
import { SnowflakeError, snowflakeError, TRY_AGAIN } from '../errors.js';
import type { Refusal } from '../errors.js';
import type { NameSwitch } from './names.js';

const CodeSchema = z.union([anyText, z.number().transform(String)]).optional();
const RefusalSchema = z.object({ code: CodeSchema, message: anyText.optional() }).catch({});
const DriverErrorSchema = z
    .object({
        name: anyText.optional(),
        code: CodeSchema,
        message: anyText.optional(),
        sqlState: anyText.optional().catch(undefined),
        response: z.object({ status: anyNumber.optional(), body: z.unknown() }).optional().catch(undefined)
    })
    .catch({});

/** The driver's own code for a session that it has given up. */
const DISCONNECTED = '407002';

/**
 * A request that was given up after its retries, as the driver is told: it repeats everything but what it believes to
 * have cancelled itself. What really happened comes along.
 */
export class GivenUp extends Error {
    readonly code = 'ERR_CANCELED';
    readonly failure: SnowflakeError;

    constructor(failure: SnowflakeError) {
        super('Given up.');
        this.failure = failure;
    }
}

/** What an answer outside 2xx says; the driver's own code for it says nothing. */
export function refusalOf(
    answer: { readonly status?: number | undefined; readonly body: unknown },
    known: Pick<Refusal, 'isKnownAccount' | 'hasHandle'> = {}
): SnowflakeError {
    const { code, message } = RefusalSchema.parse(jsonOf(answer.body));
    return snowflakeError({ ...known, status: answer.status, vendorCode: code, message, signsInBy: 'password' });
}

/** Of a request in a session, so that the account is known. */
export function failureOf(error: unknown, url = ''): SnowflakeError {
    if (error instanceof SnowflakeError) return error;
    const { name, code, message, sqlState, response } = DriverErrorSchema.parse(error);
    if (name === 'OperationFailedError')
        return snowflakeError({ vendorCode: code, sqlState, message, signsInBy: 'password' });
    if (response !== undefined) return refusalOf(response, { isKnownAccount: true, hasHandle: HANDLE.test(url) });
    if (code === DISCONNECTED) return new SnowflakeError('session_expired', "Snowflake's session ended.", TRY_AGAIN);
    const givenUp = givenUpIn(error);
    if (givenUp !== undefined) return givenUp;
    if (name === 'NetworkError') {
        return new SnowflakeError('unavailable', 'The connection to Snowflake failed.', TRY_AGAIN, {
            concerns: 'service',
            mayHaveRun: true
        });
    }
    return new SnowflakeError(
        'unexpected_response',
        `The Snowflake driver failed (${name ?? 'unknown error'}${code === undefined ? '' : ` ${code}`}).`,
        'Run it again; if it fails again, report this.',
        { mayHaveRun: true }
    );
}

/** Whatever refuses a sign-in says nothing about a statement: no run may go on past it. */
export function loginFailureOf(error: unknown): SnowflakeError {
    const { response } = DriverErrorSchema.parse(error);
    const failure = response === undefined ? failureOf(error) : refusalOf(response);
    return failure.concerns === 'statement' || failure.concerns === 'unknown'
        ? failure.with({ concerns: 'sign-in' })
        : failure;
}

/** A path that names one statement. */
const HANDLE = /\/queries\/[0-9a-f-]{30,}/i;

/** The driver and its axios each wrap once. */
function givenUpIn(error: unknown): SnowflakeError | undefined {
    let cause: unknown = error;
    for (let depth = 0; depth < 4; depth += 1) {
        if (cause instanceof GivenUp) return cause.failure;
        cause = typeof cause === 'object' && cause !== null && 'cause' in cause ? cause.cause : undefined;
    }
    return undefined;
}

/** A USE that names nothing says only that the object does not exist; what kind it is, we know. */
export function switchFailureOf(kind: NameSwitch['kind'], failure: SnowflakeError): SnowflakeError {
    if (failure.code !== 'object_not_found' || (kind !== 'role' && kind !== 'warehouse')) return failure;
    const [code, remedy] =
        kind === 'role'
            ? ([
                  'role_not_granted',
                  'Grant the role to this user (GRANT ROLE ... TO USER ...) or name another.'
              ] as const)
            : (['warehouse_not_available', 'Name an existing warehouse that this role may use.'] as const);
    return new SnowflakeError(code, failure.message, remedy, { concerns: 'sign-in', cause: failure });
}

function jsonOf(body: unknown): unknown {
    if (typeof body !== 'string') return body;
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}
