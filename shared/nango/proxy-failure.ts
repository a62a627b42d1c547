/**
 * What `nango.proxy` threw: an answer outside 2xx, a connection that failed, or something that is not the other side's
 * (Nango interrupting or aborting the execution, a policy of its proxy, a mistake of ours), which must be thrown on.
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../schema.js';

/** What axios throws, whichever realm it comes from. */
const AnswerSchema = z.object({
    response: z.object({ status: anyNumber, data: z.unknown(), headers: z.unknown() })
});
const CodeSchema = z.object({ code: anyText }).catch({ code: '' });
/** Only axios keeps its request on an error. */
const WithRequestSchema = z.object({ config: z.looseObject({}) });
const HeadersSchema = z.record(anyText, z.unknown()).catch({});

/** Nango wraps every failed look-up, for now or for good, in its own code; Node's two are those of a dry run. */
const DNS_CODES = /^(dns_resolution_failed|ENOTFOUND|EAI_AGAIN)$/;
const PASSING_CODES =
    /^(ECONN|EPIPE|EPROTO|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_NETWORK|ERR_BAD_RESPONSE|ERR_SSL|ERR_STREAM|ERR_TLS_(?!CERT)|HPE_|UND_ERR|Z_)/;
/**
 * No repetition mends these: a certificate that is not accepted, a request that cannot be sent.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const LASTING_CODES =
    /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_|ERR_BAD_OPTION|ERR_BAD_REQUEST|ERR_FR_|ERR_NOT_SUPPORT|ERR_UNESCAPED_|ERR_HTTP_INVALID_)/;

export type ProxyFailure =
    | {
          readonly kind: 'answer';
          readonly status: number;
          readonly data: unknown;
          /** By lower-case name. */
          readonly headers: Readonly<Record<string, string>>;
      }
    /** May be better the next time. `code` is Node's or axios's, e.g. `ECONNRESET`. */
    | { readonly kind: 'network'; readonly code: string }
    /** The host's name was not found: nothing was sent. */
    | { readonly kind: 'dns'; readonly code: string }
    /** No repetition mends it. To be reported by its code alone: the error itself may hold the request's credentials. */
    | { readonly kind: 'lasting'; readonly code: string };

export function proxyFailure(error: unknown): ProxyFailure | null {
    const answer = AnswerSchema.safeParse(error);
    // A body that broke off comes as an error that still names the good status it began with.
    if (answer.success && answer.data.response.status >= 300) {
        const { status, data, headers } = answer.data.response;
        return { kind: 'answer', status, data, headers: lowerCaseHeaders(headers) };
    }
    const { code } = CodeSchema.parse(error);
    if (DNS_CODES.test(code)) return { kind: 'dns', code };
    if (LASTING_CODES.test(code)) return { kind: 'lasting', code };
    // What broke off on the way comes with codes of many libraries, or none: sent or not, it may be better next time.
    const isRequest = WithRequestSchema.safeParse(error).success;
    return isRequest || PASSING_CODES.test(code) ? { kind: 'network', code: code || 'no code' } : null;
}

export function lowerCaseHeaders(headers: unknown): Record<string, string> {
    // Axios hands its headers over as an object of a class; only its own fields are headers.
    const given = typeof headers === 'object' && headers !== null ? { ...headers } : {};
    return Object.fromEntries(
        Object.entries(HeadersSchema.parse(given)).map(([name, value]) => [name.toLowerCase(), String(value)])
    );
}
