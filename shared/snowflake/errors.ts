import { ActionableError } from '../errors.js';

/** What can go wrong at Snowflake, by what a person would do about it. */
export type SnowflakeErrorCode =
    | 'account_not_found'
    | 'invalid_account'
    | 'invalid_credentials'
    | 'user_locked'
    | 'mfa_required'
    | 'password_not_allowed'
    | 'network_policy'
    | 'role_not_granted'
    | 'warehouse_not_available'
    | 'object_not_found'
    | 'insufficient_privileges'
    | 'sql_error'
    | 'result_too_large'
    | 'statement_timeout'
    | 'statement_cancelled'
    | 'statement_not_found'
    | 'parameter_in_the_way'
    | 'session_expired'
    | 'login_timeout'
    | 'too_many_requests'
    | 'unavailable'
    | 'unexpected_response';

/** A refusal or failure of Snowflake's. `vendorCode` is Snowflake's own six digits, e.g. `002003`. */
export class SnowflakeError extends ActionableError {
    declare readonly code: SnowflakeErrorCode;
    readonly vendorCode: string | undefined;

    constructor(code: SnowflakeErrorCode, what: string, remedy: string, vendorCode?: string, options?: ErrorOptions) {
        super(code, what, remedy, vendorCode === undefined ? {} : { snowflake_code: vendorCode }, options);
        this.name = 'SnowflakeError';
        this.vendorCode = vendorCode;
    }
}

interface Rule {
    readonly code: SnowflakeErrorCode;
    readonly remedy: string;
}

const CHECK_KEY =
    'Check that the public key is set on this user (ALTER USER ... SET RSA_PUBLIC_KEY), that it matches the private key, and that account identifier and user name are right and in upper case.';
const CHECK_PASSWORD =
    'Check user name and password. Snowflake refuses password-only sign-in for most users: use a programmatic access token in place of the password, or a key pair.';
const CHECK_ROLE = 'Grant the role to this user (GRANT ROLE ... TO USER ...) or name another role.';
const CHECK_WAREHOUSE =
    'Name an existing warehouse that this role may use (GRANT USAGE ON WAREHOUSE ... TO ROLE ...), or set a default warehouse for the user.';
const CHECK_OBJECT = 'Check the name and its case, and that the role has USAGE on its database and schema.';
export const CHECK_ACCOUNT =
    'Check the account identifier, for example myorg-myaccount. A locator needs its region, and often its cloud: xy12345.us-east-1, xy12345.us-east-2.aws.';
export const TRY_AGAIN = 'Nothing is lost: run it again in a few minutes.';

const USE_TOKEN = 'Use a programmatic access token in place of the password, or a key pair.';

const MFA_REQUIRED: Rule = { code: 'mfa_required', remedy: USE_TOKEN };
const USER_LOCKED: Rule = {
    code: 'user_locked',
    remedy: 'Wait 15 minutes, or ask an administrator to unlock the user (ALTER USER ... SET MINS_TO_UNLOCK = 0).'
};
const TOKEN_INVALID: Rule = {
    code: 'invalid_credentials',
    remedy: 'Create a new programmatic access token; check its expiry and its role restriction.'
};
const SESSION_EXPIRED: Rule = { code: 'session_expired', remedy: TRY_AGAIN };
const NETWORK_POLICY: Rule = {
    code: 'network_policy',
    remedy: 'Ask the Snowflake administrator to allow this address in the network policy.'
};

/**
 * Snowflake's codes, without leading zeros, and what each means to a person.
 * https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#label-sql-api-reference-response-codes
 */
const RULES: Readonly<Record<string, Rule>> = {
    '390100': { code: 'invalid_credentials', remedy: CHECK_PASSWORD },
    '390101': {
        code: 'user_locked',
        remedy: 'Ask an administrator to enable the user (ALTER USER ... SET DISABLED = FALSE).'
    },
    '390102': USER_LOCKED,
    '390103': SESSION_EXPIRED,
    '390104': SESSION_EXPIRED,
    '390110': SESSION_EXPIRED,
    '390111': SESSION_EXPIRED,
    '390112': SESSION_EXPIRED,
    '390114': SESSION_EXPIRED,
    '390120': MFA_REQUIRED,
    '390127': MFA_REQUIRED,
    '390129': MFA_REQUIRED,
    '390144': { code: 'invalid_credentials', remedy: CHECK_KEY },
    '390186': { code: 'role_not_granted', remedy: CHECK_ROLE },
    '390189': { code: 'role_not_granted', remedy: CHECK_ROLE },
    '390195': { code: 'invalid_credentials', remedy: CHECK_KEY },
    '390197': MFA_REQUIRED,
    '390201': {
        code: 'object_not_found',
        remedy: 'Check that the database and the warehouse exist and that the role may use them.'
    },
    '390302': { code: 'invalid_credentials', remedy: CHECK_KEY },
    '390303': { code: 'invalid_credentials', remedy: 'Check the token and that it is still valid.' },
    '390318': SESSION_EXPIRED,
    '390420': NETWORK_POLICY,
    '390422': NETWORK_POLICY,
    '390432': NETWORK_POLICY,
    '394300': { code: 'invalid_credentials', remedy: CHECK_KEY },
    '394304': { code: 'invalid_credentials', remedy: CHECK_KEY },
    '394400': TOKEN_INVALID,
    '394401': TOKEN_INVALID,
    '394402': TOKEN_INVALID,
    '606': { code: 'warehouse_not_available', remedy: CHECK_WAREHOUSE },
    '604': {
        code: 'statement_cancelled',
        remedy: 'Somebody cancelled the statement. Run it again if that was not meant.'
    },
    '605': {
        code: 'statement_not_found',
        remedy: 'The statement has ended already, or the handle is wrong. Handles live for 24 hours.'
    },
    '630': { code: 'statement_timeout', remedy: 'Raise the timeout, narrow the statement or use a larger warehouse.' },
    '709': { code: 'statement_not_found', remedy: 'Statement handles live for 24 hours. Run the statement again.' },
    '2003': { code: 'object_not_found', remedy: CHECK_OBJECT },
    '2043': { code: 'object_not_found', remedy: CHECK_OBJECT },
    '3013': { code: 'role_not_granted', remedy: CHECK_ROLE },
    '3001': {
        code: 'insufficient_privileges',
        remedy: 'Grant the missing privilege to the role, or use a role that has it.'
    },
    '90073': {
        code: 'warehouse_not_available',
        remedy: 'Resume the warehouse, or give it a resource monitor quota that is not used up.'
    },
    '90105': { code: 'sql_error', remedy: 'Name a database in the settings, or qualify the names in the statement.' },
    '90030': { code: 'result_too_large', remedy: 'Ask for less at once.' },
    '90153': { code: 'result_too_large', remedy: 'Ask for less at once.' },
    '90106': { code: 'sql_error', remedy: 'Name a schema in the settings, or qualify the names in the statement.' }
};

/** What a failed answer carried; every part may be missing. */
export interface Refusal {
    readonly status?: number | undefined;
    readonly vendorCode?: string | undefined;
    readonly sqlState?: string | undefined;
    readonly message?: string | undefined;
}

/**
 * Turns a refusal into an error a person can act on. Snowflake's code decides; its message only where one code has
 * several meanings, and the HTTP status only where there is no code, or where it means that nothing was looked at.
 */
export function snowflakeError(refusal: Refusal): SnowflakeError {
    const said = oneLine(refusal.message);
    const rule = ruleFor(refusal, said);
    const what =
        said === ''
            ? `Snowflake answered with HTTP status ${refusal.status ?? 'unknown'}.`
            : `Snowflake: ${said.replace(/([^.!?])$/, '$1.')}`;
    return new SnowflakeError(rule.code, what, rule.remedy, refusal.vendorCode);
}

/** Codes that cover more than one reason for refusing a sign-in: only there do the words say which. */
const SAYS_MORE: ReadonlySet<SnowflakeErrorCode> = new Set([
    'invalid_credentials',
    'user_locked',
    'mfa_required'
] as const);

function ruleFor(refusal: Refusal, said: string): Rule {
    // What a front in between writes into such an answer says nothing of the credentials.
    if (refusal.status === 429) return { code: 'too_many_requests', remedy: TRY_AGAIN };
    if (refusal.status !== undefined && refusal.status >= 500) return { code: 'unavailable', remedy: TRY_AGAIN };
    const code = refusal.vendorCode?.replace(/^0+/, '');
    const rule = code === undefined ? undefined : RULES[code];
    const ofSignIn = code === undefined || code.startsWith('39');
    // Anywhere else the words may be those of a statement, and of the names in it.
    const more = ofSignIn && (rule === undefined || SAYS_MORE.has(rule.code)) ? signInRule(code, said) : undefined;
    if (more) return more;
    if (code === '390201' && /warehouse/i.test(said) && !/database|schema/i.test(said))
        return { code: 'warehouse_not_available', remedy: CHECK_WAREHOUSE };
    if (rule) return rule;
    if (ofSignIn && /not allowed to access snowflake|network policy/i.test(said)) return NETWORK_POLICY;
    switch (refusal.status) {
        case 401:
            return { code: 'invalid_credentials', remedy: CHECK_KEY };
        case 403:
            return {
                code: 'invalid_credentials',
                remedy: 'Check the account identifier, and that no network policy refuses this address.'
            };
        case 404:
            return {
                code: 'account_not_found',
                remedy: CHECK_ACCOUNT
            };
        case 408:
            return {
                code: 'statement_timeout',
                remedy: 'Raise the timeout, narrow the statement or use a larger warehouse.'
            };
        case 422:
            return { code: 'sql_error', remedy: 'Correct the statement.' };
        default:
            break;
    }
    if (refusal.sqlState !== undefined || code !== undefined)
        return { code: 'sql_error', remedy: 'Correct the statement.' };
    return { code: 'unexpected_response', remedy: TRY_AGAIN };
}

/** 390100, for one, covers a wrong password, a refusal of passwords as such, and a second factor that is missing. */
function signInRule(code: string | undefined, said: string): Rule | undefined {
    if (/multi-?factor|\bmfa\b/i.test(said)) return MFA_REQUIRED;
    if (/locked/i.test(said) && code?.startsWith('3901')) return USER_LOCKED;
    const refusesPasswords =
        /password.*(not allowed|disabled|not supported)|authentication.*(not allowed|policy)/i.test(said);
    return refusesPasswords && code !== undefined ? { code: 'password_not_allowed', remedy: USE_TOKEN } : undefined;
}

/** Snowflake's messages run over several lines; one line is what logs and Connect UI can show. */
function oneLine(message: string | undefined): string {
    return (message ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000);
}

/** Snowflake refused this one statement (missing object, missing privilege, bad SQL); the connection as such works. */
export function isRefusedStatement(error: unknown): error is SnowflakeError {
    return (
        error instanceof SnowflakeError &&
        error.vendorCode !== undefined &&
        (error.code === 'object_not_found' || error.code === 'insufficient_privileges' || error.code === 'sql_error')
    );
}
