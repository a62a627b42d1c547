/**
 * Snowflake's codes, without leading zeros, and what each means to a person. A code that is not here is sorted by its
 * class (errors.ts): no table is ever complete.
 * https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting
 * https://docs.snowflake.com/en/user-guide/errors-saml
 * https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview#error-codes
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#label-sql-api-reference-response-codes
 */
import { TRY_AGAIN } from './snowflake-error.js';
import type { Concern, SignsInBy, SnowflakeErrorCode } from './snowflake-error.js';

export interface Rule {
    readonly code: SnowflakeErrorCode;
    readonly remedy: string;
    readonly concerns: Concern;
}

const signIn = (code: SnowflakeErrorCode, remedy: string): Rule => ({ code, remedy, concerns: 'sign-in' });
const statement = (code: SnowflakeErrorCode, remedy: string): Rule => ({ code, remedy, concerns: 'statement' });

const CHECK_KEY =
    'Check that the public key is set on this user (ALTER USER ... SET RSA_PUBLIC_KEY, or ADD KEY PAIR: SHOW USER KEY PAIRS says whether such a one is active), that it matches the private key, and that account identifier and user name are right and in upper case.';
const CHECK_PASSWORD =
    'Check user name (the LOGIN_NAME, without quotes) and password. Snowflake refuses password-only sign-in for most users: use a programmatic access token in place of the password, or a key pair.';
const CHECK_ROLE = 'Grant the role to this user (GRANT ROLE ... TO USER ...) or name another role.';
export const CHECK_WAREHOUSE =
    'Name an existing warehouse that this role may use (GRANT USAGE ON WAREHOUSE ... TO ROLE ...), or set a default warehouse for the user.';
const CHECK_OBJECT = 'Check the name and its case, and that the role has USAGE on its database and schema.';
const USE_TOKEN = 'Use a programmatic access token in place of the password, or a key pair.';
const LARGER_TIMEOUT = 'Raise the timeout, narrow the statement or use a larger warehouse.';

const KEY_REFUSED = signIn('invalid_credentials', CHECK_KEY);
const PASSWORD_REFUSED = signIn('invalid_credentials', CHECK_PASSWORD);
export const MFA_REQUIRED = signIn('mfa_required', USE_TOKEN);
const PASSWORD_NOT_ALLOWED = signIn('password_not_allowed', USE_TOKEN);
const KEY_NOT_ALLOWED = signIn(
    'authentication_policy',
    'Ask the Snowflake administrator to allow key pairs in the authentication policy of this user or account (AUTHENTICATION_METHODS with KEYPAIR, and a client type that includes the SQL API).'
);
const ROLE_NOT_GRANTED = signIn('role_not_granted', CHECK_ROLE);
export const USER_LOCKED = signIn(
    'user_locked',
    'Wait 15 minutes, or ask an administrator to unlock the user (ALTER USER ... SET MINS_TO_UNLOCK = 0).'
);
const PASSWORD_EXPIRED = signIn(
    'invalid_credentials',
    'The password has expired or must be changed: sign in to Snowsight once and change it, then connect again with the new one. A programmatic access token in place of the password, or a key pair, needs no such change.'
);
const SINGLE_SIGN_ON = signIn(
    'invalid_credentials',
    'This user signs in by an identity provider (SAML), or the set-up of that is wrong. Nango cannot sign in there: let the user sign in by key pair or by programmatic access token.'
);
const TOKEN_INVALID = signIn(
    'invalid_credentials',
    'The programmatic access token is expired, disabled or removed, was not pasted whole, or has a ROLE_RESTRICTION to another role than the connection names; beside a user name, that has to be the LOGIN_NAME of its own user. SHOW USER PROGRAMMATIC ACCESS TOKENS says how it stands: rotate it (ALTER USER ... ROTATE PROGRAMMATIC ACCESS TOKEN ...) or add a new one, and reconnect with that.'
);
const TOKEN_NOT_ALLOWED = signIn(
    'authentication_policy',
    'Ask the Snowflake administrator to allow tokens in the authentication policy of this user or account (AUTHENTICATION_METHODS with PROGRAMMATIC_ACCESS_TOKEN).'
);
const TOKEN_ROLE = signIn(
    'role_not_granted',
    'A programmatic access token that was added with ROLE_RESTRICTION works with that role alone: name it in the connection, or no role, or add a token that is restricted to the role wanted. The role must still be granted to the user.'
);
const OAUTH_REFUSED = signIn(
    'invalid_credentials',
    'Reconnect, so that the user signs in to Snowflake and consents again: the consent was withdrawn, or its refresh token has expired or was used up. If that fails too, ask the Snowflake administrator for the security integration (ENABLED, OAUTH_REFRESH_TOKEN_VALIDITY).'
);
const OAUTH_NOT_ALLOWED = signIn(
    'authentication_policy',
    'Ask the Snowflake administrator to allow OAuth in the authentication policy of this user or account (AUTHENTICATION_METHODS with OAUTH, SECURITY_INTEGRATIONS with the one of this app).'
);
const OAUTH_ROLE = signIn(
    'role_not_granted',
    'The user consented to one role (the scope session:role:...): name that in the connection, or no role, or reconnect with the scope of the role wanted. The role must be granted to the user, and not be in the BLOCKED_ROLES_LIST of the security integration.'
);
export const NETWORK_POLICY = signIn(
    'network_policy',
    'Ask the Snowflake administrator to allow this address in the network policy.'
);
const NETWORK_POLICY_MISSING = signIn(
    'network_policy',
    'A programmatic access token needs a network policy on its user: CREATE NETWORK POLICY ... with the addresses of your Nango, then ALTER USER ... SET NETWORK_POLICY = ...; or an authentication policy whose PAT_POLICY does not ask for one.'
);
const SESSION_EXPIRED: Rule = { code: 'session_expired', remedy: TRY_AGAIN, concerns: 'service' };
export const OWN_TROUBLE: Rule = { code: 'unavailable', remedy: TRY_AGAIN, concerns: 'service' };
export const THROTTLED: Rule = { code: 'too_many_requests', remedy: TRY_AGAIN, concerns: 'service' };
export const SUSPENDED: Rule = {
    code: 'account_suspended',
    remedy: 'The account is suspended, or its trial is over. Its administrator has to reactivate it (Snowsight, Admin, Billing); syncs go on by themselves after that.',
    concerns: 'account'
};
export const TIMED_OUT = statement('statement_timeout', LARGER_TIMEOUT);
export const UNKNOWN_HANDLE = statement(
    'statement_not_found',
    'Statement handles live for 24 hours. Run the statement again.'
);
export const BAD_STATEMENT = statement('sql_error', 'Correct the statement.');

/** What a refused sign-in means by what it was tried with. */
export const OF_SIGN_IN: Readonly<Record<SignsInBy, { refused: Rule; notAllowed: Rule; role: Rule }>> = {
    'key pair': { refused: KEY_REFUSED, notAllowed: KEY_NOT_ALLOWED, role: ROLE_NOT_GRANTED },
    password: { refused: PASSWORD_REFUSED, notAllowed: PASSWORD_NOT_ALLOWED, role: ROLE_NOT_GRANTED },
    'access token': { refused: TOKEN_INVALID, notAllowed: TOKEN_NOT_ALLOWED, role: TOKEN_ROLE },
    oauth: { refused: OAUTH_REFUSED, notAllowed: OAUTH_NOT_ALLOWED, role: OAUTH_ROLE }
};

export const RULES: Readonly<Record<string, Rule>> = {
    '390100': PASSWORD_REFUSED,
    '390101': signIn('user_locked', 'Ask an administrator to enable the user (ALTER USER ... SET DISABLED = FALSE).'),
    '390102': USER_LOCKED,
    '390103': SESSION_EXPIRED,
    '390104': SESSION_EXPIRED,
    '390106': PASSWORD_EXPIRED,
    '390110': SESSION_EXPIRED,
    '390111': SESSION_EXPIRED,
    '390112': SESSION_EXPIRED,
    '390113': SESSION_EXPIRED,
    '390114': SESSION_EXPIRED,
    '390115': SESSION_EXPIRED,
    '390120': MFA_REQUIRED,
    '390127': MFA_REQUIRED,
    '390129': MFA_REQUIRED,
    '390133': SINGLE_SIGN_ON,
    '390139': SINGLE_SIGN_ON,
    '390140': SINGLE_SIGN_ON,
    '390144': KEY_REFUSED,
    '390165': SINGLE_SIGN_ON,
    '390186': ROLE_NOT_GRANTED,
    '390189': ROLE_NOT_GRANTED,
    '390190': SINGLE_SIGN_ON,
    '390191': SINGLE_SIGN_ON,
    '390195': KEY_REFUSED,
    '390197': MFA_REQUIRED,
    '390201': signIn(
        'object_not_found',
        'Check that warehouse, database and schema of the connection exist and that the role may use them.'
    ),
    '390198': SESSION_EXPIRED,
    '390302': OAUTH_REFUSED,
    '390303': signIn('invalid_credentials', 'Check the token and that it is still valid.'),
    '390309': OAUTH_REFUSED,
    // Of an OAuth token: the role is not the one that was consented to.
    '390317': OAUTH_ROLE,
    '390318': SESSION_EXPIRED,
    '390420': NETWORK_POLICY,
    '390422': NETWORK_POLICY,
    '390432': NETWORK_POLICY_MISSING,
    '394300': KEY_REFUSED,
    '394304': KEY_REFUSED,
    '394400': TOKEN_INVALID,
    '394401': TOKEN_INVALID,
    '394402': TOKEN_INVALID,
    '603': OWN_TROUBLE,
    '604': statement('statement_cancelled', 'Somebody cancelled the statement. Run it again if that was not meant.'),
    '605': statement(
        'statement_not_found',
        'The statement has ended already, or the handle is wrong. Handles live for 24 hours.'
    ),
    '606': statement('warehouse_not_available', CHECK_WAREHOUSE),
    '630': TIMED_OUT,
    '666': SUSPENDED,
    '709': UNKNOWN_HANDLE,
    '904': BAD_STATEMENT,
    '2003': statement('object_not_found', CHECK_OBJECT),
    '2043': statement('object_not_found', CHECK_OBJECT),
    '3001': statement('insufficient_privileges', 'Grant the missing privilege to the role, or use a role that has it.'),
    '3013': ROLE_NOT_GRANTED,
    '3030': statement(
        'object_not_found',
        'The provider has withdrawn the share behind this database. Drop the database, or ask the provider to share it again and recreate it.'
    ),
    '90030': statement('result_too_large', 'Ask for less at once.'),
    '90073': statement(
        'warehouse_not_available',
        'Resume the warehouse, or give it a resource monitor quota that is not used up.'
    ),
    '90105': statement('sql_error', 'Name a database in the settings, or qualify the names in the statement.'),
    '90106': statement('sql_error', 'Name a schema in the settings, or qualify the names in the statement.'),
    '90153': statement('result_too_large', 'Ask for less at once.')
};
