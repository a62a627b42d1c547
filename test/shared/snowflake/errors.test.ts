/** What Snowflake's codes and words mean to a person; the words may hold names of the customer's own. */
import { expect, test } from 'vitest';
import { isRefusedStatement, snowflakeError } from '../../../shared/snowflake/errors.js';

test.for([
    ['002003', "SQL compilation error:\nSchema 'SALES.MFA' does not exist or not authorized.", 'object_not_found'],
    ['002043', "SQL compilation error:\nDatabase 'MFA' does not exist.", 'object_not_found'],
    ['000904', "SQL compilation error: error line 1 at position 7\ninvalid identifier 'MFA'", 'sql_error'],
    ['001003', "SQL compilation error:\nsyntax error line 1 at position 5 unexpected 'NETWORK POLICY'.", 'sql_error'],
    ['003001', "SQL access control error: Insufficient privileges to operate on network policy 'P'", undefined]
] as const)('%s is about a statement, whatever its names: %s', ([vendorCode, message, code]) => {
    const error = snowflakeError({ vendorCode, sqlState: '02000', message });
    expect(error.code).toBe(code ?? 'insufficient_privileges');
    expect(isRefusedStatement(error)).toBe(true);
});

test.for([
    [
        '390189',
        "Role 'UNLOCKED_READER' specified in the connect string is not granted to this user.",
        'role_not_granted'
    ],
    ['390189', "Role 'MFA' specified in the connect string is not granted to this user.", 'role_not_granted'],
    ['390201', "The requested database 'MFA' does not exist or not authorized.", 'object_not_found'],
    ['390100', 'Incorrect username or password was specified.', 'invalid_credentials'],
    ['390100', 'Your user account has been temporarily locked due to too many failed attempts.', 'user_locked'],
    ['390100', 'Failed to authenticate: MFA with TOTP is required.', 'mfa_required'],
    ['394508', 'Failed to authenticate: MFA with TOTP is required.', 'mfa_required'],
    ['390000', 'Authentication attempt rejected by the current authentication policy.', 'password_not_allowed'],
    ['390422', 'Incoming request with IP/Token 203.0.113.9 is not allowed to access Snowflake.', 'network_policy'],
    ['390106', 'Specified password has expired.', 'invalid_credentials'],
    ['390432', 'Network policy is required.', 'network_policy'],
    ['395999', 'A reason that nobody knows.', 'invalid_credentials'],
    [undefined, 'Incoming request with IP/Token 203.0.113.9 is not allowed to access Snowflake.', 'network_policy']
] as const)('%s is about the sign-in: %s', ([vendorCode, message, code]) => {
    const error = snowflakeError({ vendorCode, message });
    expect(error).toMatchObject({ code, concerns: 'sign-in' });
    expect(isRefusedStatement(error)).toBe(false);
});

test.for([
    ['000666', '57014', 'Your account is suspended.', 'account_suspended', 'account'],
    ['000603', 'XX000', 'Processing aborted by error 300002', 'unavailable', 'service'],
    ['999999', 'XX001', 'Whatever.', 'unavailable', 'service'],
    ['370001', undefined, 'Processing aborted.', 'unavailable', 'service'],
    ['987654', undefined, 'Nobody knows.', 'sql_error', 'unknown'],
    ['987654', '55000', 'Nobody knows.', 'sql_error', 'unknown'],
    ['987654', '42999', 'Nobody knows.', 'sql_error', 'statement'],
    ['987654', '02999', 'Nobody knows.', 'sql_error', 'statement'],
    ['987654', '22018', 'Nobody knows.', 'sql_error', 'statement'],
    ['002999', undefined, 'Nobody knows.', 'sql_error', 'statement'],
    ['003030', undefined, 'Shared database is no longer available for use.', 'object_not_found', 'statement']
] as const)('%s (%s) is sorted by its class', ([vendorCode, sqlState, message, code, concerns]) => {
    const error = snowflakeError({ status: 422, vendorCode, sqlState, message });
    expect(error).toMatchObject({ code, concerns });
    expect(isRefusedStatement(error)).toBe(concerns === 'statement');
    if (concerns !== 'statement') expect(error.remedy).not.toBe('Correct the statement.');
});

test.for([
    [429, 'too_many_requests'],
    [503, 'unavailable'],
    [500, 'unavailable']
] as const)('with HTTP %i a code in the body is not about the request', ([status, code]) => {
    const error = snowflakeError({ status, vendorCode: '390100', message: 'Incorrect username or password.' });
    expect(error).toMatchObject({ code, vendorCode: undefined });
});

/** https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview#error-codes */
test.for([
    ['oauth', '390302', 'Invalid consent.', 'invalid_credentials', /Reconnect/],
    ['oauth', '390303', 'Invalid OAuth access token.', 'invalid_credentials', /Reconnect/],
    ['oauth', '390309', 'The user differs from the user tied to the access token.', 'invalid_credentials', /Reconnect/],
    [
        'oauth',
        '390317',
        'The role is not listed in the Access Token or was filtered.',
        'role_not_granted',
        /session:role/
    ],
    ['oauth', '390186', 'Role specified in connect string is not granted.', 'role_not_granted', /session:role/],
    ['oauth', '390318', 'OAuth access token expired.', 'session_expired', /./],
    ['key pair', '390198', 'Keypair access token expired.', 'session_expired', /./],
    ['access token', '394400', 'Programmatic access token is invalid.', 'invalid_credentials', /ROLE_RESTRICTION/],
    ['password', '394400', 'Programmatic access token is invalid.', 'invalid_credentials', /LOGIN_NAME/]
] as const)('by %s, %s: %s', ([signsInBy, vendorCode, message, code, remedy]) => {
    const error = snowflakeError({ status: 401, vendorCode, message, signsInBy });
    expect(error).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
});
