/**
 * The driver's errors, turned into this package's. Only Snowflake's own code and message are taken over: the driver
 * keeps whole answers on its errors, and the answer to a login holds the session's tokens.
 */
import { z } from 'zod';
import { CHECK_ACCOUNT, SnowflakeError, snowflakeError, TRY_AGAIN } from '../errors.js';
import type { NameSwitch } from './names.js';

const CodeSchema = z.union([z.string(), z.number().transform(String)]).optional();
const RefusalSchema = z.object({ code: CodeSchema, message: z.string().optional() }).catch({});
const DriverErrorSchema = z
    .object({
        name: z.string().optional(),
        code: CodeSchema,
        message: z.string().optional(),
        sqlState: z.string().optional().catch(undefined),
        response: z.object({ status: z.number().optional(), body: z.unknown() }).optional().catch(undefined)
    })
    .catch({});

/** The driver's own code for a session that it has given up. */
const DISCONNECTED = '407002';

export function failureOf(error: unknown): SnowflakeError {
    if (error instanceof SnowflakeError) return error;
    const { name, code, message, sqlState, response } = DriverErrorSchema.parse(error);
    if (name === 'OperationFailedError') return snowflakeError({ vendorCode: code, sqlState, message });
    if (response !== undefined) {
        const refusal = RefusalSchema.parse(jsonOf(response.body));
        return snowflakeError({
            status: response.status,
            vendorCode: refusal.code,
            message: refusal.code === undefined ? undefined : refusal.message
        });
    }
    if (code === DISCONNECTED) return new SnowflakeError('session_expired', "Snowflake's session ended.", TRY_AGAIN);
    if (name === 'NetworkError') {
        return new SnowflakeError('unavailable', 'The connection to Snowflake failed.', TRY_AGAIN);
    }
    return new SnowflakeError(
        'unexpected_response',
        `The Snowflake driver failed (${name ?? 'unknown error'}${code === undefined ? '' : ` ${code}`}).`,
        'Run it again; if it fails again, report this.'
    );
}

/** At a login, a host that knows no such account answers 403 or 404 without a word of Snowflake's. */
export function loginFailureOf(error: unknown): SnowflakeError {
    const failure = failureOf(error);
    const { response } = DriverErrorSchema.parse(error);
    if (failure.vendorCode !== undefined || (response?.status !== 403 && response?.status !== 404)) return failure;
    return new SnowflakeError(
        'account_not_found',
        `Snowflake knows no such account (HTTP ${response.status}).`,
        CHECK_ACCOUNT
    );
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
    return new SnowflakeError(code, failure.message, remedy, failure.vendorCode);
}

function jsonOf(body: unknown): unknown {
    if (typeof body !== 'string') return body;
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}
