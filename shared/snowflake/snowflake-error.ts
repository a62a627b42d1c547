/** The error of everything that goes wrong at Snowflake or on the way to it. What a refusal means is in errors.ts. */
import type { NameIn } from '../names.js';
import { ActionableError } from '../errors.js';

/** What can go wrong at Snowflake, by what a person would do about it. */
export type SnowflakeErrorCode = NameIn<
    | 'account_not_found, account_suspended, invalid_account, invalid_credentials, user_locked'
    | 'mfa_required, password_not_allowed, authentication_policy, network_policy, role_not_granted'
    | 'warehouse_not_available, object_not_found, insufficient_privileges, sql_error, result_too_large'
    | 'statement_timeout, statement_cancelled, statement_not_found, parameter_in_the_way'
    | 'outcome_unknown, session_expired, login_timeout, too_many_requests, unavailable'
    | 'unexpected_response'
>;

/**
 * What a refusal is about. Only `statement` says that everything else still works: a sync may go on past it. A code that
 * nobody knows is about nothing that is known.
 */
export type Concern = 'statement' | 'sign-in' | 'account' | 'service' | 'unknown';

/** A programmatic access token in place of a password is a password here: nobody can tell them apart. */
export type SignsInBy = 'key pair' | 'password' | 'access token' | 'oauth';

export interface SnowflakeErrorOptions extends ErrorOptions {
    /** Snowflake's own six digits, e.g. `002003`. */
    readonly vendorCode?: string | undefined;
    readonly concerns?: Concern;
    /** Sent, and its outcome not known: what the request asked for may have been done. */
    readonly mayHaveRun?: boolean;
    /** No name server knew the host: now, or ever. */
    readonly isHostUnknown?: boolean;
}

/** A refusal or failure of Snowflake's. */
export class SnowflakeError extends ActionableError {
    declare readonly code: SnowflakeErrorCode;
    readonly vendorCode: string | undefined;
    readonly concerns: Concern;
    readonly mayHaveRun: boolean;
    readonly isHostUnknown: boolean;

    constructor(code: SnowflakeErrorCode, what: string, remedy: string, options: SnowflakeErrorOptions = {}) {
        // The same trouble in other words is about the same, and has the same code.
        const told = options.cause instanceof SnowflakeError ? options.cause : undefined;
        const { vendorCode = told?.vendorCode, concerns = told?.concerns ?? 'unknown' } = options;
        const { mayHaveRun = false, isHostUnknown = false, cause } = options;
        super(
            code,
            what,
            remedy,
            vendorCode === undefined ? {} : { snowflake_code: vendorCode },
            cause === undefined ? {} : { cause }
        );
        this.name = 'SnowflakeError';
        this.vendorCode = vendorCode;
        this.concerns = concerns;
        this.mayHaveRun = mayHaveRun;
        this.isHostUnknown = isHostUnknown;
    }

    /** The same error, with something about it known better. */
    with(options: SnowflakeErrorOptions): SnowflakeError {
        const { vendorCode, concerns, mayHaveRun, isHostUnknown, cause } = this;
        const known = { vendorCode, concerns, mayHaveRun, isHostUnknown, cause };
        return new SnowflakeError(this.code, this.message, this.remedy, { ...known, ...options });
    }
}

export const CHECK_ACCOUNT =
    'Check the account identifier, for example myorg-myaccount. A locator needs its region, and often its cloud: xy12345.us-east-1, xy12345.us-east-2.aws.';
export const TRY_AGAIN = 'Nothing is lost: run it again in a few minutes.';

/** Snowflake refused this one statement (missing object, missing privilege, bad SQL); the connection as such works. */
export function isRefusedStatement(error: unknown): error is SnowflakeError {
    return (
        error instanceof SnowflakeError &&
        error.vendorCode !== undefined &&
        error.concerns === 'statement' &&
        (error.code === 'object_not_found' || error.code === 'insufficient_privileges' || error.code === 'sql_error')
    );
}
