/** Glue's own words about a connection that it tried, with every credential taken out before anything is cut off. */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { oneLine } from '../aws/errors.js';
import type { AwsError } from '../aws/errors.js';
import { redact } from './redact.js';

const SaidSchema = z
    .object({ message: anyText })
    .transform(({ message }) => message)
    .catch('');

export function saidByGlue(error: AwsError, sensitive: readonly string[]): string {
    const said = oneLine(redact(SaidSchema.parse(error.cause), sensitive));
    return `${error.awsName}${said === '' ? '' : `: ${said}`}${said.endsWith('.') ? '' : '.'}`;
}
