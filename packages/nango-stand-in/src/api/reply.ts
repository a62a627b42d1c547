/**
 * Answers in Nango's error format: `{ "error": { "code": "...", "message": "..." } }`. What goes wrong with credentials
 * while a connection is made comes in an older one: `{ "error": "<message>", "type": "<code>", "payload": {} }`.
 */
import * as z from 'zod';

export class ApiRefusal extends Error {
    readonly status: 400 | 401 | 404 | 409;
    readonly code: string;
    constructor(status: ApiRefusal['status'], code: string, message: string) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

export class CredentialsRefusal extends Error {
    readonly status: 400 | 500;
    readonly type: 'failed_to_generate' | 'connection_test_failed';
    constructor(type: CredentialsRefusal['type']) {
        super(type === 'failed_to_generate' ? type : TEST_FAILED);
        this.type = type;
        this.status = type === 'failed_to_generate' ? 500 : 400;
    }
}

/** All that a customer learns: what the provider answered stands in Nango's log of the connection. */
const TEST_FAILED = 'The given credentials were found to be invalid. Please check the credentials and try again.';

/** Parses what a caller sent; a mistake answers 400 as Nango does. */
export function parsed<Schema extends z.ZodType>(
    schema: Schema,
    value: unknown,
    part: 'body' | 'query_params' | 'headers' = 'body'
): z.infer<Schema> {
    const result = schema.safeParse(value);
    if (!result.success) throw new ApiRefusal(400, `invalid_${part}`, z.prettifyError(result.error));
    return result.data;
}
