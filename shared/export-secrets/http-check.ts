/** One request that tries credentials at a vendor's API, and what its answer means to a person. */
import { ActionableError } from '../errors.js';
import { statusOf } from '../nango/http-status.js';
import { withinLoginTimeout } from './deadline.js';

/** Runs the request; throws `invalid_credentials`, `destination_not_found`, `unavailable` or `login_timeout`. */
export async function checkOverHttp<T>(
    destination: string,
    notFound: string,
    request: () => Promise<{ readonly status: number; readonly body: T | null }>
): Promise<T> {
    const answer = await withinLoginTimeout(destination, async () => {
        try {
            return await request();
        } catch (error) {
            return { status: statusOf(error) ?? 0, body: null };
        }
    });
    if (answer.body !== null && answer.status >= 200 && answer.status < 300) return answer.body;
    throw refusal(destination, notFound, answer.status);
}

function refusal(destination: string, notFound: string, status: number): ActionableError {
    const said = status === 0 ? 'gave no answer' : `answered with HTTP status ${status}`;
    const what = `${destination} ${said} when the credentials were tried.`;
    if (status === 400 || status === 401 || status === 403) {
        return new ActionableError(
            'invalid_credentials',
            what,
            'Check the credentials and their rights, then reconnect and create a new destination.'
        );
    }
    if (status === 404) return new ActionableError('destination_not_found', what, notFound);
    return new ActionableError('unavailable', what, 'Try again in a few minutes with a new destination.');
}
