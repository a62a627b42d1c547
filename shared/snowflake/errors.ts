/**
 * Turns a refusal of Snowflake's into an error a person can act on. What is not listed is sorted by class: a code that
 * nobody knows must never pass for a fault of one statement, past which a sync would go on and end green.
 */
import { CHECK_ACCOUNT, SnowflakeError, TRY_AGAIN } from './snowflake-error.js';
import type { SignsInBy } from './snowflake-error.js';
import {
    BAD_STATEMENT,
    CHECK_WAREHOUSE,
    MFA_REQUIRED,
    NETWORK_POLICY,
    OF_SIGN_IN,
    OWN_TROUBLE,
    RULES,
    SUSPENDED,
    THROTTLED,
    TIMED_OUT,
    UNKNOWN_HANDLE,
    USER_LOCKED
} from './refusal-rules.js';
import type { Rule } from './refusal-rules.js';

export { isRefusedStatement, SnowflakeError, TRY_AGAIN } from './snowflake-error.js';
export type { SignsInBy, SnowflakeErrorCode } from './snowflake-error.js';

/** What a failed answer carried; every part may be missing. */
export interface Refusal {
    readonly status?: number | undefined;
    readonly vendorCode?: string | undefined;
    readonly sqlState?: string | undefined;
    readonly message?: string | undefined;
    /** What the connection signs in with, where that is known: the remedy depends on it. */
    readonly signsInBy?: SignsInBy | undefined;
    /** Snowflake has answered before: the host and the account are good. */
    readonly isKnownAccount?: boolean | undefined;
    /** The request named a statement by its handle. */
    readonly hasHandle?: boolean | undefined;
}

export function snowflakeError(refusal: Refusal): SnowflakeError {
    const said = oneLine(refusal.message);
    // What stands before Snowflake, or Snowflake in trouble, answered: a code in the body is not about the request.
    const answeredForItself = isTrouble(refusal.status) && refusal.vendorCode?.replace(/^0+/, '') !== '666';
    const rule = answeredForItself ? troubleRule(refusal.status) : ruleFor(refusal, said);
    const what = said === '' ? wordless(rule, refusal.status) : `Snowflake: ${said.replace(/([^.!?])$/, '$1.')}`;
    return new SnowflakeError(rule.code, what, rule.remedy, {
        vendorCode: answeredForItself ? undefined : refusal.vendorCode,
        concerns: rule.concerns
    });
}

function wordless({ code }: Rule, status: number | undefined): string {
    if (code === 'account_not_found') return `Snowflake knows no such account (HTTP ${status}).`;
    return `Snowflake answered with HTTP status ${status ?? 'unknown'}.`;
}

function isTrouble(status: number | undefined): boolean {
    return status === 429 || (status !== undefined && status >= 500);
}

function troubleRule(status: number | undefined): Rule {
    return status === 429 ? THROTTLED : OWN_TROUBLE;
}

function ruleFor(refusal: Refusal, said: string): Rule {
    const code = refusal.vendorCode?.replace(/^0+/, '');
    const rule = code === undefined ? undefined : RULES[code];
    // Anywhere else the words may be those of a statement, and of the names in it.
    if (code === undefined || isOfSignIn(code)) {
        const more = rule === undefined || SAYS_MORE.has(rule.code) ? signInRule(refusal, code, said) : undefined;
        if (more) return more;
    }
    if (code === '390201' && /warehouse/i.test(said) && !/database|schema/i.test(said))
        return { code: 'warehouse_not_available', remedy: CHECK_WAREHOUSE, concerns: 'sign-in' };
    if (rule) return inItsWords(rule, code, refusal.signsInBy);
    return (code === undefined ? undefined : classRule(code, refusal, said)) ?? statusRule(refusal);
}

/**
 * Snowflake uses one code for several ways to sign in: 390100 for a key, 390144 for a token that is none. Then what the
 * connection signs in with says what to do; a password alone may be any of the others' credentials in its place.
 */
function inItsWords(rule: Rule, code: string | undefined, by: SignsInBy | undefined): Rule {
    if (by === undefined || by === 'password') return rule;
    if (rule.code === 'role_not_granted') return OF_SIGN_IN[by].role;
    const isCommon = code === '390100' || (by !== 'key pair' && code !== undefined && OF_A_CREDENTIAL.has(code));
    return isCommon ? OF_SIGN_IN[by].refused : rule;
}

const OF_A_CREDENTIAL: ReadonlySet<string> = new Set(['390144', '390195', '390302', '390303', '394300', '394304']);

/** Codes that cover more than one reason for refusing a sign-in: only there do the words say which. */
const SAYS_MORE: ReadonlySet<string> = new Set(['invalid_credentials', 'user_locked', 'mfa_required']);

/** 391 and 392 are the SQL API's own, about the request. */
function isOfSignIn(code: string): boolean {
    return /^39[^12]\d{3}$/.test(code);
}

/** 390100, for one, covers a wrong password, a refusal of passwords as such, and a second factor that is missing. */
function signInRule({ signsInBy }: Refusal, code: string | undefined, said: string): Rule | undefined {
    const by = signsInBy ?? 'password';
    if (/multi-?factor|\bmfa\b/i.test(said) && by === 'password') return MFA_REQUIRED;
    if (/locked/i.test(said) && code?.startsWith('3901')) return USER_LOCKED;
    if (/(account|trial).*(suspended|expired|has ended)/i.test(said) && !/user/i.test(said)) return SUSPENDED;
    if (/not allowed to access snowflake/i.test(said)) return NETWORK_POLICY;
    if (/network policy/i.test(said) && !/required/i.test(said)) return NETWORK_POLICY;
    if (/network policy is required/i.test(said)) return RULES['390432'];
    if (code !== undefined && /password has expired|password must be changed/i.test(said)) return RULES['390106'];
    if (code === undefined) return undefined;
    if (code === '390202' || /authentication.*(not allowed|policy)/i.test(said)) return OF_SIGN_IN[by].notAllowed;
    return /password.*(not allowed|disabled|not supported)/i.test(said) ? OF_SIGN_IN.password.notAllowed : undefined;
}

/** https://en.wikipedia.org/wiki/SQLSTATE: the first two characters are the class. */
const OF_A_STATEMENT = /^(02|0A|21|22|23|42|44|P0)/i;

function classRule(code: string, { sqlState = '', signsInBy }: Refusal, said: string): Rule | undefined {
    if (/account is suspended|trial has ended/i.test(said) && sqlState.slice(0, 2) !== '42') return SUSPENDED;
    if (isOfSignIn(code) || sqlState.startsWith('28'))
        return {
            ...OF_SIGN_IN[signsInBy ?? 'key pair'].refused,
            remedy: 'Snowflake refused the sign-in: check the credentials, and ask the Snowflake administrator for the policies of this user (LOGIN_HISTORY names the reason).'
        };
    if (sqlState.startsWith('XX') || isInternal(code)) return OWN_TROUBLE;
    if (OF_A_STATEMENT.test(sqlState) || (sqlState === '' && isOfCompilation(code))) return BAD_STATEMENT;
    return {
        ...BAD_STATEMENT,
        concerns: 'unknown',
        remedy: 'Correct the statement, if Snowflake’s message is about it; otherwise look its code up, or ask Snowflake’s support.'
    };
}

/** 300002 and the like: "Processing aborted by error 300002:... incident ...". */
function isInternal(code: string): boolean {
    return /^(30\d{4}|37\d{4})$/.test(code);
}

/** 001xxx syntax, 002xxx and 003xxx names and privileges, 1000xx data: where no SQLSTATE says it. */
function isOfCompilation(code: string): boolean {
    return /^([123]\d{3}|1000\d{2})$/.test(code);
}

function statusRule({ status, sqlState, signsInBy, isKnownAccount = false, hasHandle = false }: Refusal): Rule {
    switch (status) {
        case 401:
            return OF_SIGN_IN[signsInBy ?? 'key pair'].refused;
        case 403:
        case 404:
            return hasHandle && status === 404 ? UNKNOWN_HANDLE : isKnownAccount ? OWN_TROUBLE : noSuchAccount(status);
        case 408:
            return TIMED_OUT;
        case 422:
            return { ...BAD_STATEMENT, concerns: 'unknown' };
        default:
            if (sqlState !== undefined && OF_A_STATEMENT.test(sqlState)) return BAD_STATEMENT;
            return { code: 'unexpected_response', remedy: TRY_AGAIN, concerns: 'unknown' };
    }
}

/** Without a word of Snowflake's own, whichever protocol asked: there is no such account, or none for this address. */
function noSuchAccount(status: 403 | 404): Rule {
    const orRefused =
        status === 403
            ? ' If it is right, Snowflake refuses the address of your Nango: a network policy, or an account that is reached by a private link only.'
            : '';
    return { code: 'account_not_found', remedy: `${CHECK_ACCOUNT}${orRefused}`, concerns: 'sign-in' };
}

/** Snowflake's messages run over several lines; one line is what logs and Connect UI can show. */
function oneLine(message: string | undefined): string {
    return (message ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000);
}
