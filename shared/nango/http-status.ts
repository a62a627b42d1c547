/** The HTTP status of what Nango's client threw: axios keeps it in `response.status`, other errors in `status`. */
import { z } from 'zod';
import { anyNumber } from '../schema.js';

const ThrownSchema = z
    .object({
        response: z.object({ status: anyNumber.optional() }).optional().catch(undefined),
        status: anyNumber.optional().catch(undefined)
    })
    .catch({});

export function statusOf(error: unknown): number | undefined {
    const thrown = ThrownSchema.parse(error);
    return thrown.response?.status ?? thrown.status;
}
