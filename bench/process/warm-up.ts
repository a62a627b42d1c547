/**
 * What a runner of Nango has long done when it is given a function: the providers are read, and axios and fetch have been
 * used. It is no work of a function's, and would be most of what the small accounts cost.
 */
import type { z } from 'zod';
import type { Network } from 'nango-stand-in/network.js';
import { CountingHandle } from './counting-handle.js';
import type { OrderSchema } from './reading.js';

const HOST = 'https://myorg-myaccount.snowflakecomputing.com';

/** Before the clock starts, in every measured process alike. */
export async function warmUp(order: z.output<typeof OrderSchema>, network: Network): Promise<void> {
    const handle = new CountingHandle(order, network);
    const request = { method: 'POST', endpoint: '/api/v2/statements', baseUrlOverride: HOST };
    // A password signs in elsewhere: it is refused here, over the same code.
    await handle.proxy({ ...request, data: { statement: 'SHOW WAREHOUSES' } }).catch(() => {});
    const response = await handle.uncontrolledFetch({ url: new URL('/', HOST) });
    await response.arrayBuffer();
}
