/**
 * One log line per AWS call (operation, status, request id, attempts; never a payload), and the one place where the
 * SDK's exceptions become `AwsError`. It sits outside the SDK's retries, so a retried call is still one line.
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../schema.js';
import type { NangoHandle } from '../nango/handle.js';
import { toAwsError } from './errors.js';

const MetadataSchema = z
    .object({
        $metadata: z.object({
            httpStatusCode: anyNumber.optional(),
            requestId: anyText.optional(),
            attempts: anyNumber.optional()
        })
    })
    .catch({ $metadata: {} });

export async function loggedCall<Output extends { output: unknown }>(
    nango: Pick<NangoHandle, 'log'>,
    service: string,
    commandName: string | undefined,
    call: () => Promise<Output>
): Promise<Output> {
    const operation = commandName?.replace(/Command$/, '') ?? 'Unknown';
    try {
        const result = await call();
        await nango.log(line(service, operation, MetadataSchema.parse(result.output).$metadata), { level: 'info' });
        return result;
    } catch (thrown) {
        const failure = toAwsError(service, operation, thrown);
        const metadata = MetadataSchema.parse(thrown).$metadata;
        await nango.log(`${line(service, operation, metadata)} ${failure.awsName}`, { level: 'info' });
        throw failure;
    }
}

function line(service: string, operation: string, metadata: z.infer<typeof MetadataSchema>['$metadata']): string {
    const attempts = metadata.attempts !== undefined && metadata.attempts > 1 ? ` attempts=${metadata.attempts}` : '';
    return `aws ${service} ${operation} status=${metadata.httpStatusCode ?? 'none'} request_id=${metadata.requestId ?? 'none'}${attempts}`;
}
