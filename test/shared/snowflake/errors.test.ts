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
    [undefined, 'Incoming request with IP/Token 203.0.113.9 is not allowed to access Snowflake.', 'network_policy']
] as const)('%s is about the sign-in: %s', ([vendorCode, message, code]) => {
    expect(snowflakeError({ vendorCode, message }).code).toBe(code);
});
