/**
 * `nango.uncontrolledFetch` for the SDK's request handler. Nango's fetch names a broken connection by codes of its own
 * (UND_ERR_SOCKET, "other side closed"), which the SDK does not know as worth a retry; ECONNRESET it does. Refusals of
 * Nango's, which carry a payload, stay as they are: trying them again changes nothing.
 */
import { z } from 'zod';
import type { NangoHandle } from '../nango/handle.js';
import type { FetchingNango } from '../vendor/nango-request-handler.js';

const FETCH_CODE = /^UND_ERR_/;
const BrokenSchema = z.union([
    z.object({ cause: z.object({ code: z.string().regex(FETCH_CODE) }) }).transform(({ cause }) => cause.code),
    z.object({ code: z.string().regex(FETCH_CODE) }).transform(({ code }) => code)
]);

export function fetchingFor(nango: Pick<NangoHandle, 'uncontrolledFetch'>): FetchingNango {
    return {
        uncontrolledFetch: async (options) => {
            try {
                return await nango.uncontrolledFetch(options);
            } catch (error) {
                const broken = BrokenSchema.safeParse(error);
                if (!broken.success) throw error;
                // Without a cause: its code would count first.
                throw Object.assign(new Error(`The connection broke (${broken.data}).`), { code: 'ECONNRESET' });
            }
        }
    };
}
