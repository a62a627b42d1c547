/** The envelope of every answer to a driver: HTTP 200 also for refusals, which `success` tells. */
export interface Refusal {
    readonly code: string;
    readonly message: string;
    readonly data?: unknown;
    /** 401 only for a token that the service does not know: drivers look there for 390104. */
    readonly status?: 200 | 401;
}

export function accepted(data: unknown, code: string | null = null, message: string | null = null): Response {
    return Response.json({ data, code, message, success: true });
}

export function refuse(refusal: Refusal): Response {
    const { code, message, data = null, status = 200 } = refusal;
    return Response.json({ data, code, message, success: false, headers: null }, { status });
}
