/** Lends a client to a function's work: always closed, and errors reported as Nango shows them. */
import type { NangoHandle } from '../nango/handle.js';
import { reportErrors } from '../nango/report.js';
import type { SnowflakeClient } from './client.js';

export async function withClient<T>(
    nango: NangoHandle,
    client: SnowflakeClient,
    work: (client: SnowflakeClient) => Promise<T>
): Promise<T> {
    return await reportErrors(nango, async () => {
        try {
            return await work(client);
        } finally {
            await client.close();
        }
    });
}
