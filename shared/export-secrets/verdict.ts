/**
 * Whose trouble an error is. Only what the destination itself says of its credentials ends a destination: everything
 * else (the operator's AWS, a host that does not answer, a claim that somebody moved) passes, and is tried again.
 */
import { nameSet } from '../names.js';
import type { ActionableError } from '../errors.js';

/** Said by the destination, or by the schema of its credentials: no repetition changes it. */
const ABOUT_CREDENTIALS: ReadonlySet<string> = nameSet(
    'account_not_found, destination_not_found, destination_not_allowed',
    'export_secret_invalid_credentials, export_secret_too_large, insufficient_privileges',
    'invalid_account, invalid_credentials, login_timeout, mfa_required, network_policy',
    'object_not_found, password_not_allowed, role_not_granted, sql_error, user_locked',
    'warehouse_not_available'
);
/** The destination's place is another's, or its own no more. */
const ABOUT_ITS_PLACE: ReadonlySet<string> = new Set(['export_secret_already_exists', 'export_secret_withdrawn']);
/** What a name that has no address looks like; that of a moment and that of a wrong name are the same. */
const NO_ADDRESS = /\b(ENOTFOUND|EAI_AGAIN|dns_resolution_failed)\b/;

export function endsDestination(error: ActionableError): boolean {
    if (ABOUT_ITS_PLACE.has(error.code)) return true;
    return ABOUT_CREDENTIALS.has(error.code) && !NO_ADDRESS.test(error.message);
}

/** Trouble of whoever runs Nango and the AWS account; nothing that a customer could mend. */
export function concerns(code: string): 'customer' | 'operator' {
    return code.startsWith('aws_') || OPERATORS.has(code) ? 'operator' : 'customer';
}

const OPERATORS: ReadonlySet<string> = nameSet(
    'export_secret_busy, export_secret_changed, export_secret_claim_damaged',
    'export_secret_glue_connection, export_secret_internal_error, export_secret_missing',
    'export_secret_name_in_recovery_window, export_secret_rotation_failed',
    'export_secret_scheduled_for_deletion, export_secret_still_there, invalid_settings',
    'organization_changed, too_many_requests, unavailable, unexpected_response'
);

/** Says nothing about a destination that worked before. */
export function isPassing(code: string, message: string): boolean {
    return code.startsWith('aws_') || PASSING.has(code) || NO_ADDRESS.test(message);
}

const PASSING: ReadonlySet<string> = nameSet(
    'export_secret_busy, login_timeout, session_expired, statement_timeout, too_many_requests',
    'unavailable, unexpected_response'
);
