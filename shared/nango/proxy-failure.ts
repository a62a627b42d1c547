/**
 * What `nango.proxy` threw: an answer outside 2xx, a connection that failed, or something that is not the other side's
 * (Nango interrupting or aborting the execution, a policy of its proxy, a mistake of ours), which must be thrown on.
 */
import { z } from 'zod';

/** What axios throws, whichever realm it comes from. */
const AnswerSchema = z.object({
    response: z.object({ status: z.number(), data: z.unknown(), headers: z.unknown() })
});
const NetworkSchema = z.object({ code: z.string() });
const HeadersSchema = z.record(z.string(), z.unknown()).catch({});

const NETWORK_CODES =
    /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ERR_NETWORK|ERR_BAD_RESPONSE|UND_ERR|ERR_STREAM|Z_)/;

export type ProxyFailure =
    | {
          readonly kind: 'answer';
          readonly status: number;
          readonly data: unknown;
          /** By lower-case name. */
          readonly headers: Readonly<Record<string, string>>;
      }
    /** `code` is Node's or axios's, e.g. `ECONNRESET`. */
    | { readonly kind: 'network'; readonly code: string };

export function proxyFailure(error: unknown): ProxyFailure | null {
    const answer = AnswerSchema.safeParse(error);
    // A body that broke off comes as an error that still names the good status it began with.
    if (answer.success && answer.data.response.status >= 300) {
        const { status, data, headers } = answer.data.response;
        return { kind: 'answer', status, data, headers: lowerCaseHeaders(headers) };
    }
    const network = NetworkSchema.safeParse(error);
    return network.success && NETWORK_CODES.test(network.data.code)
        ? { kind: 'network', code: network.data.code }
        : null;
}

export function lowerCaseHeaders(headers: unknown): Record<string, string> {
    // Axios hands its headers over as an object of a class; only its own fields are headers.
    const given = typeof headers === 'object' && headers !== null ? { ...headers } : {};
    return Object.fromEntries(
        Object.entries(HeadersSchema.parse(given)).map(([name, value]) => [name.toLowerCase(), String(value)])
    );
}
