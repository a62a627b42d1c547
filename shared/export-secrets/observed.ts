/**
 * The same handle, which remembers whether the other side was last in trouble: a sign-in that ran out of time against a
 * host that answers 503 has said nothing of the credentials.
 */
import { ActionableError } from '../errors.js';
import type { NangoHandle, ProxyConfiguration } from '../nango/handle.js';
import { statusOf } from '../nango/http-status.js';

export interface Observed {
    readonly nango: NangoHandle;
    /** What the time ran out over: the error itself, or that the host was not able to answer. */
    explain(error: unknown): unknown;
}

export function observed(nango: NangoHandle, headers: Readonly<Record<string, string>> = {}): Observed {
    let trouble: number | null = null;
    const proxy = async <T>(config: ProxyConfiguration): ReturnType<typeof nango.proxy<T>> => {
        try {
            const answer = await nango.proxy<T>({ ...config, headers: { ...config.headers, ...headers } });
            trouble = answer.status >= 500 ? answer.status : null;
            return answer;
        } catch (error) {
            const status = statusOf(error);
            trouble = status !== undefined && status < 500 && status !== 429 ? null : (status ?? 0);
            throw error;
        }
    };
    return {
        nango: {
            ActionError: nango.ActionError,
            connectionId: nango.connectionId,
            providerConfigKey: nango.providerConfigKey,
            getConnection: async (...args) => await nango.getConnection(...args),
            getEnvironmentVariables: async () => await nango.getEnvironmentVariables(),
            getMetadata: async () => await nango.getMetadata(),
            log: async (...args: unknown[]) => {
                await nango.log(...args);
            },
            proxy,
            uncontrolledFetch: async (options) => await nango.uncontrolledFetch(options)
        },
        explain: (error) => {
            const isLate = error instanceof ActionableError && error.code === 'login_timeout';
            if (!isLate || trouble === null) return error;
            const said = trouble === 0 ? 'could not be reached' : `answered with HTTP status ${trouble}`;
            return new ActionableError('unavailable', `The destination ${said}.`, 'It is tried again by itself.');
        }
    };
}
