/**
 * A request whose answer is read by what its bytes are. Snowflake packs answers, and Nango's proxy unpacks those whose
 * header says so; what comes packed without one is lost when it is read as text, and is asked for again as bytes.
 */
import { looksPacked, textOf } from '../gzip.js';
import type { SqlApiHandle } from './handle.js';
import { send } from './transport.js';
import type { SqlApiAnswer, SqlApiRequest } from './transport.js';

export async function ask(nango: SqlApiHandle, request: SqlApiRequest): Promise<SqlApiAnswer> {
    const answer = await send(nango, request);
    if (!looksPacked(answer.body)) return answer;
    const { params } = request;
    const again = await send(nango, {
        ...request,
        // Counted as a repetition, so that no statement runs twice.
        ...(params && { params: (attempt: number) => params(attempt + 1) }),
        responseType: 'arraybuffer'
    });
    return { status: again.status, body: json(again.body) };
}

/** The bytes come from outside the sandbox, so they are no instance of its own Uint8Array. */
function json(body: unknown): unknown {
    if (!ArrayBuffer.isView(body)) return undefined;
    try {
        const value: unknown = JSON.parse(textOf(new Uint8Array(body.buffer, body.byteOffset, body.byteLength)));
        return value;
    } catch {
        return undefined;
    }
}
