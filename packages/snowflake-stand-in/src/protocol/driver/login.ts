/**
 * Logging in as drivers do: password, key pair, or a programmatic access token, also in place of the password.
 * Refusals come as HTTP 200 with the service's codes and texts, which clients tell users.
 */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Context } from 'hono';

import { StatementFailure, type Login, type Session, type SessionContext } from '../../types.js';
import { accountOfHost, isThisAccount } from '../account-name.js';
import type { Front, FrontEnv } from '../front.js';
import { checkKeyPairToken } from '../key-pair-token.js';
import { networkRefusal } from '../network-policy.js';
import { roleOf } from '../only-role.js';

import { accepted, refuse } from './envelope.js';
import { asTexts, listed } from './parameters.js';

import type { DriverSession, Sessions } from './sessions.js';

/** A strict login is refused where the session lacks what was asked for. */
function withAllOf(wanted: SessionContext, session: Session): Session {
    const missing = (['warehouse', 'database', 'schema'] as const).find(
        (part) => wanted[part] !== undefined && session[part] !== wanted[part]
    );
    if (missing === undefined) return session;
    throw new StatementFailure('390201', '08004', `The requested ${missing} does not exist or not authorized.`);
}

const LoginBody = z.object({
    data: z.object({
        ACCOUNT_NAME: z.string().nullish(),
        LOGIN_NAME: z.string().nullish(),
        PASSWORD: z.string().nullish(),
        AUTHENTICATOR: z.string().nullish(),
        TOKEN: z.string().nullish(),
        SESSION_PARAMETERS: z.record(z.string(), z.unknown()).nullish()
    })
});
type LoginData = z.infer<typeof LoginBody>['data'];

interface Denial {
    readonly code: string;
    readonly message: string;
    readonly reason?: string;
}

const WRONG_PASSWORD: Denial = { code: '390100', message: 'Incorrect username or password was specified.' };
const DISABLED: Denial = {
    code: '390101',
    message: 'User access disabled. Contact your local system administrator.'
};
const LOCKED: Denial = {
    code: '390102',
    message:
        'Your user account has been temporarily locked due to too many failed attempts. Try again after 15 minutes ' +
        'or contact your account administrator for assistance. For more information about this error, go to ' +
        'https://community.snowflake.com/s/error-your-user-login-has-been-locked.'
};
const MFA_REQUIRED: Denial = {
    code: '390197',
    message: 'Multi-factor authentication is required for this account. Log in to Snowsight to enroll.'
};
const POLICY: Denial = {
    code: '390202',
    message: 'Authentication attempt rejected by the current authentication policy.'
};
const WRONG_ACCESS_TOKEN: Denial = { code: '394400', message: 'Programmatic access token is invalid.' };

export function logIn(front: Front, sessions: Sessions, context: Context<FrontEnv>): Response {
    const body = LoginBody.safeParse(context.get('body'));
    if (!body.success)
        return denied(context, { code: '390142', message: 'Incoming request does not contain a valid payload.' });
    const { data } = body.data;
    if (!isThisAccount(front.engine, data.ACCOUNT_NAME ?? '')) {
        // Where the host is the account's own, the name in the login is only wrong; elsewhere there is no such account.
        const known = accountOfHost(context.req.header('host')) !== null;
        return known ? denied(context, WRONG_PASSWORD) : context.text('404 Not Found', 404);
    }
    const login = checkCredentials(front, context, data);
    if ('code' in login) return denied(context, login);
    const byToken = context.get('entry').auth === 'programmatic-access-token';
    const refusal = networkRefusal(login, context, byToken ? 'access-token' : 'other');
    if (refusal) return denied(context, refusal);

    try {
        const parameters = asTexts(data.SESSION_PARAMETERS ?? {});
        const isOn = (name: string): boolean =>
            (parameters.get(name) ?? front.engine.openSession(login.loginName).parameter(name))?.toLowerCase() ===
            'true';
        const asked = wantedContext(context, isOn('QUOTED_IDENTIFIERS_IGNORE_CASE'));
        const wanted = { ...asked, role: roleOf(login, asked.role), byAccessToken: byToken };
        const opened = front.engine.openSession(login.loginName, wanted);
        const session = isOn('CLIENT_VALIDATE_DEFAULT_PARAMETERS') ? withAllOf(wanted, opened) : opened;
        for (const [name, value] of parameters) session.setParameter(name, value);
        front.engine.recordLogin(login.loginName);
        return accepted(loginAnswer(front, sessions.open(login.loginName, session), login));
    } catch (error) {
        if (error instanceof StatementFailure) return denied(context, { code: error.code, message: error.message });
        throw error;
    }
}

function checkCredentials(front: Front, context: Context<FrontEnv>, data: LoginData): Login | Denial {
    const entry = context.get('entry');
    switch ((data.AUTHENTICATOR ?? 'SNOWFLAKE').toUpperCase()) {
        case 'SNOWFLAKE_JWT': {
            entry.auth = 'key-pair';
            const verdict = checkKeyPairToken(front.engine, data.TOKEN ?? '', front.options.now());
            if ('fault' in verdict) {
                return { code: '390144', message: `JWT token is invalid. [${randomUUID()}]`, reason: verdict.fault };
            }
            return verdict.login.disabled ? DISABLED : verdict.login;
        }
        case 'PROGRAMMATIC_ACCESS_TOKEN': {
            entry.auth = 'programmatic-access-token';
            return byAccessToken(front, data.TOKEN ?? '', data.LOGIN_NAME ?? '') ?? WRONG_ACCESS_TOKEN;
        }
        case 'SNOWFLAKE':
        case 'USERNAME_PASSWORD_MFA':
            return checkPassword(front, context, data);
        case 'OAUTH':
            entry.auth = 'oauth';
            return byOAuth(front, data.TOKEN ?? '', data.LOGIN_NAME ?? '');
        default:
            return POLICY;
    }
}

/** Null for a token that is none of this user, who has to be named by the login name. */
function byAccessToken(front: Front, token: string, loginName: string): Login | Denial | null {
    const login = front.engine.findLoginByAccessToken(token);
    if (login === null || login.loginName !== front.engine.findLogin(loginName)?.loginName) return null;
    return login.disabled ? DISABLED : login;
}

/** https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview#error-codes. A login may leave the user to the token. */
function byOAuth(front: Front, token: string, loginName: string): Login | Denial {
    const verdict = front.oauth.check(token);
    if (verdict === 'expired') return { code: '390318', message: `OAuth access token expired. [${randomUUID()}]` };
    const login = verdict === 'unknown' ? null : front.engine.findLogin(verdict.loginName);
    if (verdict === 'unknown' || login === null) return { code: '390303', message: 'Invalid OAuth access token. ' };
    if (loginName !== '' && front.engine.findLogin(loginName)?.loginName !== login.loginName)
        return {
            code: '390309',
            message: 'The user you were trying to authenticate as differs from the user tied to the access token.'
        };
    return login.disabled ? DISABLED : { ...login, onlyRole: { name: verdict.role, of: 'consent' } };
}

function checkPassword(front: Front, context: Context<FrontEnv>, data: LoginData): Login | Denial {
    const entry = context.get('entry');
    const login = front.engine.findLogin(data.LOGIN_NAME ?? '');
    const secret = data.PASSWORD ?? '';
    entry.auth = 'password';
    if (login === null) return WRONG_PASSWORD;
    // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens: a token may stand where a password is asked
    const token = byAccessToken(front, secret, login.loginName);
    if (token !== null) {
        entry.auth = 'programmatic-access-token';
        return token;
    }
    if (login.locked) return LOCKED;
    if (login.password === null || login.password !== secret) return WRONG_PASSWORD;
    if (login.disabled) return DISABLED;
    if (!login.passwordAllowed) return POLICY;
    return login.mfaRequired ? MFA_REQUIRED : login;
}

/** Names in a login are identifiers: upper-cased unless quoted, and quoted ones too where the case of those is ignored. */
function wantedContext(context: Context<FrontEnv>, folds: boolean): SessionContext {
    const name = (parameter: string): string | undefined => {
        const given = context.req.query(parameter);
        if (given === undefined || given === '') return undefined;
        if (!/^".*"$/s.test(given)) return given.toUpperCase();
        const exact = given.slice(1, -1).replaceAll('""', '"');
        return folds ? exact.toUpperCase() : exact;
    };
    return {
        role: name('roleName'),
        warehouse: name('warehouse'),
        database: name('databaseName'),
        schema: name('schemaName')
    };
}

function loginAnswer(front: Front, opened: DriverSession, login: Login): object {
    const { session } = opened;
    return {
        masterToken: opened.masterToken,
        token: opened.sessionToken,
        validityInSeconds: front.options.sessionTokenSeconds,
        masterValidityInSeconds: front.options.masterTokenSeconds,
        displayUserName: login.name,
        serverVersion: '9.30.0',
        firstLogin: false,
        remMeToken: null,
        remMeValidityInSeconds: 0,
        healthCheckInterval: 45,
        newClientForUpgrade: null,
        sessionId: opened.id,
        parameters: listed(session),
        sessionInfo: {
            databaseName: session.database,
            schemaName: session.schema,
            warehouseName: session.warehouse,
            roleName: session.role
        },
        idToken: null,
        idTokenValidityInSeconds: 0,
        responseData: null,
        mfaToken: null,
        mfaTokenValidityInSeconds: 0
    };
}

function denied(context: Context<FrontEnv>, denial: Denial): Response {
    context.get('entry').refusal = denial.reason ?? denial.code;
    return refuse({
        code: denial.code,
        message: denial.message,
        data: {
            nextAction: 'RETRY_LOGIN',
            pwdChangeInfo: null,
            inFlightCtx: null,
            redirectUrl: null,
            errorCode: denial.code
        }
    });
}
