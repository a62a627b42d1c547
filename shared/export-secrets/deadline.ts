/** A limit on trying credentials: an address that swallows packets must not hold up the run. */
import { ActionableError } from '../errors.js';
import { withDeadline } from '../nango/deadline.js';

/** The page's login timeout. */
export const LOGIN_TIMEOUT_MS = 10_000;
/** For retries within it, so that the last cause is told and not the limit. */
export const LOGIN_PATIENCE_MS = 9_000;

export async function withinLoginTimeout<T>(destination: string, work: () => Promise<T>): Promise<T> {
    return await withDeadline(work(), LOGIN_TIMEOUT_MS, () =>
        loginTimeout(`${destination} did not answer within ${LOGIN_TIMEOUT_MS / 1000} seconds.`)
    );
}

export function loginTimeout(what: string): ActionableError {
    return new ActionableError(
        'login_timeout',
        what,
        'Check the address and the network path, and that the service is up, then create a new destination.'
    );
}
