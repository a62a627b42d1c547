/**
 * How an execution ends, in the words a caller of Nango gets: success, interrupted, failed with a typed error, or
 * killed (the process died; nobody hears anything).
 */
import { ActionError, SDKError } from '@nangohq/runner-sdk';
import { isAxiosError } from 'axios';
import * as z from 'zod';

import type { Counts } from './records.js';

export interface ExecutionFailure {
    readonly type: string;
    readonly payload: Record<string, unknown>;
    readonly status: number;
}

export interface LogLine {
    readonly level: string;
    readonly message: string;
    readonly meta?: unknown;
    /** `user` is the function's own; `internal` is Nango's (HTTP calls, duplicates, retries). */
    readonly source: 'user' | 'internal';
}

export interface SentRequest {
    readonly via: 'proxy' | 'fetch';
    readonly method: string;
    readonly url: string;
    /** Null when no answer came. */
    status: number | null;
}

export interface ExecutionResult {
    readonly execution: number;
    readonly status: 'success' | 'interrupted' | 'failed' | 'killed';
    readonly output: unknown;
    readonly error: ExecutionFailure | null;
    /** Per model, with the variant in its name where there is one. */
    readonly counts: Readonly<Record<string, Counts>>;
    readonly logs: readonly LogLine[];
    readonly requests: readonly SentRequest[];
    /** How many effects (requests, saves, checkpoints, metadata, triggers) the execution had: the steps one can kill it at. */
    readonly steps: number;
}

const WithCode = z.looseObject({ code: z.unknown().optional() });

/** As the runner maps what a function throws. The order matters: ActionError and SDK errors are errors as well. */
export function failureOf(error: unknown, filename: string): ExecutionFailure {
    if (error instanceof ActionError) {
        const payload: unknown = error.payload;
        const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
        return {
            type: error.type,
            payload: isObject ? { ...payload } : payload === undefined ? {} : { message: payload },
            status: 500
        };
    }
    if (error instanceof SDKError) {
        return { type: error.code, payload: asPayload(error.payload), status: 500 };
    }
    if (isAxiosError<unknown>(error)) {
        if (error.response === undefined) {
            return {
                type: 'script_network_error',
                payload: { name: error.name, code: error.code, message: error.message },
                status: 500
            };
        }
        const body = error.response.data;
        const inner = typeof body === 'object' && body !== null && 'payload' in body ? body.payload : body;
        return { type: 'script_http_error', payload: asPayload(inner), status: error.response.status };
    }
    if (error instanceof Error) {
        const code = WithCode.parse(error).code;
        return {
            type: 'script_internal_error',
            payload: { name: error.name, code, message: error.message },
            status: 500
        };
    }
    // Thrown by the engine inside the sandbox, or not an error at all.
    const seen = z.looseObject({ name: z.string(), message: z.string(), stack: z.string() }).safeParse(error);
    if (!seen.success)
        return {
            type: 'script_internal_error',
            payload: { name: 'Error', message: JSON.stringify(error) },
            status: 500
        };
    const { name, message, stack } = seen.data;
    const lines = stack.split('\n').filter((line, index) => index === 0 || line.includes(filename));
    return {
        type: 'script_internal_error',
        payload: { name, message, stacktrace: lines.map((line) => line.trim()).slice(0, 5) },
        status: 500
    };
}

function asPayload(value: unknown): Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : { message: value };
}
