/** A limit on trying credentials: an address that swallows packets must not hold up the run. */
import { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';

/** The page's login timeout. */
export const LOGIN_TIMEOUT_MS = 10_000;

export async function withinLoginTimeout<T>(destination: string, work: () => Promise<T>): Promise<T> {
    const late = Symbol('late');
    const result = await Promise.race([work(), sleep(LOGIN_TIMEOUT_MS).then((): typeof late => late)]);
    if (result !== late) return result;
    throw loginTimeout(`${destination} did not answer within ${LOGIN_TIMEOUT_MS / 1000} seconds.`);
}

export function loginTimeout(what: string): ActionableError {
    return new ActionableError(
        'login_timeout',
        what,
        'Check the address and the network path, and that the service is up, then create a new destination.'
    );
}
