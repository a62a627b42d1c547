/**
 * The one error of the client. `source` says who refused: the function (`code` and `message` are meant for people, the
 * remedy is in the message), Nango, or this client before or after the call. The HTTP client's own error is never kept
 * as the cause: it holds the request with Nango's secret key, and apps log their errors.
 */
import { z } from 'zod';
import { ActionableError } from '../shared/errors.js';
import type { SnowflakeErrorCode } from '../shared/snowflake/errors.js';

/** Snowflake's refusals are known by name here; other functions' codes stand in the docs. */
export type CallErrorCode = SnowflakeErrorCode | (string & {});

export interface CallTarget {
    readonly integration?: string;
    readonly connectionId?: string;
    /** The action, sync or step, e.g. `list-tables`. */
    readonly call: string;
}

interface CallErrorInit extends CallTarget {
    readonly code: string;
    readonly message: string;
    readonly source: CallError['source'];
    readonly details?: Readonly<Record<string, unknown>>;
    readonly status?: number;
}

export class CallError extends Error {
    readonly code: CallErrorCode;
    /** Small, non-secret facts, e.g. `snowflake_code` or the id of the destination in the way. */
    readonly details: Readonly<Record<string, unknown>>;
    readonly source: 'function' | 'nango' | 'client';
    readonly call: string;
    readonly integration: string | null;
    readonly connectionId: string | null;
    /** HTTP status of Nango's answer, null where there was none. */
    readonly status: number | null;

    constructor(init: CallErrorInit) {
        super(init.message);
        this.name = 'CallError';
        this.code = init.code;
        this.details = init.details ?? {};
        this.source = init.source;
        this.call = init.call;
        this.integration = init.integration ?? null;
        this.connectionId = init.connectionId ?? null;
        this.status = init.status ?? null;
    }
}

/** Does the work; whatever it throws leaves as a CallError. */
export async function calling<T>(target: CallTarget, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        throw callErrorOf(error, target);
    }
}

/** The same for work that asks nobody, such as checking an input. */
export function checking<T>(target: CallTarget, work: () => T): T {
    try {
        return work();
    } catch (error) {
        throw callErrorOf(error, target);
    }
}

const AnsweredSchema = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });
/** What Nango says of a request that it could not read. */
const IssuesSchema = z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])) }));
const NangoErrorSchema = z.object({
    error: z.union([
        z.string().transform((message) => ({ code: 'nango_error', message, payload: undefined, errors: undefined })),
        z.object({
            code: z.string(),
            message: z.string().optional(),
            payload: z.unknown().optional(),
            errors: IssuesSchema.optional().catch(undefined)
        })
    ])
});
/** An ActionError of this package's functions; beside code and message, and both in one text, all is a detail. */
const RefusalSchema = z.looseObject({ code: z.string(), message: z.string() });
const PlainSchema = z.object({ message: z.string() });
/** Nango's own words about a function that failed stand in one or the other. */
const ToldSchema = z.union([
    PlainSchema,
    z.object({ error: z.string() }).transform(({ error: message }) => ({ message }))
]);
/** Nango's name for an ActionError. */
const ACTION_ERROR = 'action_script_runtime_error';

function callErrorOf(error: unknown, target: CallTarget): CallError {
    if (error instanceof CallError) return error;
    if (error instanceof ActionableError) {
        return new CallError({
            ...target,
            code: error.code,
            message: error.advice,
            details: error.details,
            source: 'client'
        });
    }
    const answered = AnsweredSchema.safeParse(error).data?.response;
    if (answered === undefined) return unanswered(error, target);
    const { status } = answered;
    const said = NangoErrorSchema.safeParse(answered.data).data?.error;
    if (said === undefined) {
        const message = `Nango answered ${target.call} with status ${status}.`;
        return new CallError({ ...target, code: 'nango_error', message, source: 'nango', status });
    }
    const refusal = said.code === ACTION_ERROR ? RefusalSchema.safeParse(said.payload).data : undefined;
    if (refusal !== undefined) {
        const { code, message, error: _, ...details } = refusal;
        return new CallError({ ...target, code, message, details, source: 'function', status });
    }
    const message =
        said.message ??
        said.errors?.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') ??
        ToldSchema.safeParse(said.payload).data?.message ??
        `Nango answered ${target.call} with ${said.code}.`;
    return new CallError({ ...target, code: said.code, message, source: 'nango', status });
}

const NetworkErrorSchema = z.object({ code: z.string(), isAxiosError: z.literal(true) });

/** No answer came, or the error is nobody's but the client library's own. */
function unanswered(error: unknown, target: CallTarget): CallError {
    const network = NetworkErrorSchema.safeParse(error).data;
    if (network !== undefined) {
        const message = `Nango could not be reached for ${target.call} (${network.code}).`;
        const details = { network_code: network.code };
        return new CallError({ ...target, code: 'nango_unreachable', message, details, source: 'nango' });
    }
    const message = PlainSchema.safeParse(error).data?.message ?? `${target.call} failed.`;
    return new CallError({ ...target, code: 'client_error', message, source: 'client' });
}
