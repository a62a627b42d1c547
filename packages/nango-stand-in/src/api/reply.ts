/** Answers in Nango's error format: `{ "error": { "code": "...", "message": "..." } }`. */
import * as z from 'zod';

export class ApiRefusal extends Error {
    readonly status: 400 | 401 | 404 | 409 | 424;
    readonly code: string;
    constructor(status: ApiRefusal['status'], code: string, message: string) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

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
