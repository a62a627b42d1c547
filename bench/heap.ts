/**
 * Reads a million rows with query-results on both connections, each in a process of its own with a small heap.
 * By hand, after `npm run compile`: `tsx bench/heap.ts [rows] [heap in MB] [piece in MB]` (1000000, 128, 4).
 * What is saved is dropped, so only the reading counts. The heap limit is the proof: with pieces of 1000 MB, i.e. the
 * whole result in one, it ends with "heap out of memory". Time runs from the first row: before is the stand-in's work.
 */
import process from 'node:process';
import { z } from 'zod';
import { publicConnection } from 'nango-stand-in/connections.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../local/world.js';
import type { World } from '../local/world.js';
import { measureIn } from './process/processes.js';
import type { Measured, Order } from './process/reading.js';

const MEGABYTE = 1_000_000;
/** What the driver's protocol sends along with the first answer. */
const INLINE_BYTES = 0.1 * MEGABYTE;

const [rows, heapMb, pieceMb] = z
    .tuple([
        z.coerce.number().int().positive().default(1_000_000),
        z.coerce.number().int().positive().default(128),
        z.coerce.number().positive().default(4)
    ])
    .parse([process.argv[2], process.argv[3], process.argv[4]]);

async function measure(world: World, integration: string): Promise<Measured> {
    const connection = world.nango.connections.find(integration, CONNECTION);
    if (connection === null) throw new Error(`There is no connection of ${integration}`);
    const order: Order = {
        integration,
        provider: connection.integration.provider,
        connection: publicConnection(connection, true),
        metadata: {
            query: `SELECT SEQ4() AS ID, 'row ' || SEQ4() AS NAME, MD5(SEQ4()::VARCHAR) AS DIGEST FROM TABLE(GENERATOR(ROWCOUNT => ${rows}))`,
            id_column: 'ID',
            warehouse: 'NANGO_WH'
        },
        snowflake: world.snowflake.url
    };
    return await measureIn(order, [`--max-old-space-size=${heapMb}`]);
}

const world = await startWorld({
    snowflake: {
        partitions: {
            firstBytes: pieceMb * MEGABYTE,
            laterBytes: pieceMb * MEGABYTE,
            rows: Number.POSITIVE_INFINITY
        },
        chunks: { firstBytes: INLINE_BYTES, laterBytes: pieceMb * MEGABYTE, rows: Number.POSITIVE_INFINITY }
    }
});
try {
    process.stdout.write(`${rows} rows in pieces of ${pieceMb} MB, heap limited to ${heapMb} MB\n`);
    for (const integration of INTEGRATIONS) {
        const measured = await measure(world, integration);
        if (measured.rows !== rows) throw new Error(`${integration} saved ${measured.rows} rows.`);
        process.stdout.write(
            `${integration.padEnd(18)}  ${Math.round(measured.rows / measured.seconds)} rows/s, ` +
                `${measured.requests} requests, peak heap ${Math.round(measured.peakHeapBytes / MEGABYTE)} MB, ` +
                `peak resident ${Math.round(measured.peakResidentBytes / MEGABYTE)} MB\n`
        );
    }
} finally {
    await world.close();
}
