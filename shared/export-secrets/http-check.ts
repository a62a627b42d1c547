/**
 * One request that tries credentials at a vendor's API, and what its answer means to a person. Only an answer of the
 * form that the vendor documents counts: a login page with status 200 proves nothing.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';
import { statusOf } from '../nango/http-status.js';
import { withinLoginTimeout } from './deadline.js';

export interface HttpAnswer {
    readonly status: number;
    readonly body: unknown;
}

export interface HttpCheck<Schema extends z.ZodType> {
    readonly destination: string;
    /** What the vendor documents for success. */
    readonly answer: Schema;
    readonly request: () => Promise<HttpAnswer>;
    readonly notFound: string;
    /** Where a refusal has more to say than "check the credentials". */
    readonly refused?: string;
    /** The vendor's own words for it, where its answer holds a code; null leaves it to the status. */
    readonly refusal?: (answer: HttpAnswer) => ActionableError | null;
}

const AnsweredSchema = z.object({ response: z.object({ data: z.unknown() }) });
const CREDENTIALS = 'Check the credentials and their rights, then reconnect and create a new destination.';

/** Throws `invalid_credentials`, `destination_not_found`, `unavailable`, `unexpected_response` or `login_timeout`. */
export async function checkOverHttp<Schema extends z.ZodType>(check: HttpCheck<Schema>): Promise<z.infer<Schema>> {
    const answer = await withinLoginTimeout(check.destination, async () => {
        try {
            return await check.request();
        } catch (error) {
            // Nango's proxy throws what is not 2xx; the answer is on the error.
            return { status: statusOf(error) ?? 0, body: AnsweredSchema.safeParse(error).data?.response.data };
        }
    });
    if (answer.status >= 200 && answer.status < 300) {
        const parsed = check.answer.safeParse(answer.body);
        if (parsed.success) return parsed.data;
        throw new ActionableError(
            'unexpected_response',
            `${check.destination} answered with HTTP status ${answer.status}, but not in the form that it documents.`,
            'Check the address; a proxy or a login page may stand in front of it. It is tried again.'
        );
    }
    throw check.refusal?.(answer) ?? refusal(check, answer.status);
}

/** An answer of the vendor's own host, which Nango's proxy knows nothing of; a form is posted, without one it is read. */
export async function fetched(
    nango: Pick<NangoHandle, 'uncontrolledFetch'>,
    url: URL,
    headers: Readonly<Record<string, string>>,
    form?: URLSearchParams
): Promise<HttpAnswer> {
    const answer = await nango.uncontrolledFetch({
        url,
        ...(form === undefined
            ? { method: 'GET', headers: { ...headers } }
            : {
                  method: 'POST',
                  headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
                  body: form.toString()
              })
    });
    return { status: answer.status, body: jsonOrText(await answer.text()) };
}

/** A body that may be JSON; anything else stays text. */
export function jsonOrText(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function refusal(check: HttpCheck<z.ZodType>, status: number): ActionableError {
    const said = status === 0 ? 'gave no answer' : `answered with HTTP status ${status}`;
    const what = `${check.destination} ${said} when the credentials were tried.`;
    if (status === 400 || status === 401 || status === 403) {
        return new ActionableError('invalid_credentials', what, check.refused ?? CREDENTIALS);
    }
    if (status === 404) return new ActionableError('destination_not_found', what, check.notFound);
    return new ActionableError('unavailable', what, 'It is tried again by itself.');
}
