/**
 * Whether Nango says that a connection does not exist, as opposed to not answering at all. Only its own error code says
 * so: a status alone may come from whatever stands in front of Nango.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { statusOf } from './http-status.js';

const AnswerSchema = z
    .object({ response: z.object({ data: z.object({ error: z.object({ code: anyText }) }) }) })
    .transform((thrown) => thrown.response.data.error.code)
    .catch('');
const UNKNOWN = new Set(['not_found', 'unknown_connection', 'unknown_provider_config']);

export function isMissingConnection(error: unknown): boolean {
    const status = statusOf(error);
    return (status === 404 || status === 400) && UNKNOWN.has(AnswerSchema.parse(error));
}
