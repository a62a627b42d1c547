/** Where a query is refused, SHOW does: it needs more requests, and says the same. */
import type { NangoHandle } from '../../nango/handle.js';
import { isRefusedStatement, SnowflakeError } from '../../snowflake/errors.js';

/** A source that does not answer is no reason to stop, but one to do without it. */
export class Refused extends Error {
    readonly place: string;
    readonly reason: SnowflakeError;

    constructor(place: string, reason: SnowflakeError) {
        super(reason.message, { cause: reason });
        this.name = 'Refused';
        this.place = place;
        this.reason = reason;
    }
}

/** Throws Refused where the work was refused for what it asks, or for how much that is. */
export async function refusable<T>(place: string, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        if (isRefusal(error)) throw new Refused(place, error);
        throw error;
    }
}

/** A warehouse that cannot be used is a setting to be corrected: SHOW would hide it. */
function isRefusal(error: unknown): error is SnowflakeError {
    if (isRefusedStatement(error)) return true;
    const isOfStatement = error instanceof SnowflakeError && error.vendorCode !== undefined;
    return isOfStatement && (error.code === 'result_too_large' || error.code === 'statement_timeout');
}

export async function tellOfRefusal(
    nango: Pick<NangoHandle, 'log'>,
    place: string,
    { advice }: SnowflakeError
): Promise<void> {
    await nango.log(`${place} could not be read by a query, and SHOW is used instead, with more requests. ${advice}`, {
        level: 'warn'
    });
}
