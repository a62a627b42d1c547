/**
 * Measures the metadata syncs and query-results on accounts of several sizes, over both connections, beside a naive walk
 * and bare JSON.parse. After `npm run compile`: `tsx bench/bench.ts --sizes S,M,W --latency 20 --cap documented
 * --syncs tables,columns --naive 300 --read-with both --json bench.json --docs`. `--docs` writes the tables and the chart of
 * docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writeDocs } from './docs.js';
import { figuresOf } from './figures.js';
import type { Figures, ReadWith } from './figures.js';
import { Credentials, measureIn } from './processes.js';
import type { Connected, Served } from './processes.js';
import type { Measured, Order } from './reading.js';
import { isSizeName, recordsOf, SIZES, tenth } from './sizes.js';
import type { Measurement, Size, SizeName } from './sizes.js';
import { tableOf, targetsMissed } from './table.js';

const { values } = parseArgs({
    options: {
        sizes: { type: 'string', default: 'S,M,W' },
        syncs: { type: 'string' },
        latency: { type: 'string', default: '20' },
        cap: { type: 'string', default: 'documented' },
        naive: { type: 'string', default: '200' },
        'read-with': { type: 'string', default: 'none' },
        profile: { type: 'string' },
        json: { type: 'string' },
        docs: { type: 'boolean', default: false }
    }
});
const flags = z
    .object({
        sizes: z.string().transform((text) => text.split(',').filter(isSizeName)),
        syncs: z
            .string()
            .transform((text) => text.split(','))
            .optional(),
        latency: z.coerce.number().min(0),
        cap: z.enum(['documented', 'whole']),
        naive: z.coerce.number().int().positive(),
        'read-with': z.enum(['none', 'information_schema', 'account_usage', 'both']),
        profile: z.string().optional(),
        json: z.string().optional(),
        docs: z.boolean()
    })
    .parse(values);

/** Looks at the heap are worth something only after a collection. */
const WITH_COLLECTION = ['--expose-gc'];
/** Of the package alone: a profile costs time, which the others must not pay. */
const WITH_PROFILE =
    flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${flags.profile}`, '--cpu-prof-interval=500'];
const QUERY = { query: 'SELECT ID, NAME, DIGEST FROM T', id_column: 'ID', warehouse: 'WH' };

/** What the queries of read_with are there for. */
const READ_WITH: Readonly<Record<string, readonly ReadWith[]>> = {
    columns: ['information_schema', 'account_usage'],
    roles: ['account_usage']
};

const credentials = new Credentials();
const connections = credentials.connections();

interface Accounts {
    readonly whole: Served;
    readonly tenth: Served;
    /** For what is not measured in seconds. */
    readonly withoutLatency: Served;
}

async function withAccounts(measurement: Measurement, use: (accounts: Accounts) => Promise<void>): Promise<void> {
    const { cap, latency } = flags;
    const { size } = measurement;
    const [whole, small, withoutLatency] = await Promise.all([
        credentials.serve({ size, cap, latencyMs: latency }),
        credentials.serve({ size: tenth(measurement), cap, latencyMs: latency }),
        credentials.serve({ size, cap, latencyMs: 0 })
    ]);
    try {
        await use({ whole, tenth: small, withoutLatency });
    } finally {
        for (const served of [whole, small, withoutLatency]) served.close();
    }
}

async function run(connected: Connected, served: Served, order: Partial<Order>): Promise<Measured> {
    const full = { ...connected, metadata: QUERY, snowflake: served.url, ...order };
    const isPackage = (order.how ?? 'package') === 'package';
    return await measureIn(full, [...WITH_COLLECTION, ...(isPackage ? WITH_PROFILE : [])]);
}

/** As many as were expected, or the figures mean nothing. */
async function synced(
    connected: Connected,
    served: Served,
    size: Size,
    sync: string,
    readWith?: ReadWith
): Promise<Measured> {
    const metadata = readWith ? { ...QUERY, read_with: { source: readWith } } : QUERY;
    const measured = await run(connected, served, { sync, metadata });
    const expected = recordsOf(size, sync);
    if (measured.rows !== expected) throw new Error(`${sync} saved ${measured.rows} records, not ${expected}.`);
    return measured;
}

async function bare(served: Served, statements: string[]): Promise<{ parse: Measured; fetch: Measured }> {
    const [byKeyPair] = connections;
    return {
        parse: await run(byKeyPair, served, { how: 'parse', statements }),
        fetch: await run(byKeyPair, served, { how: 'fetch', statements })
    };
}

const TENFOLD = 10;

function tenTimes(measured: Measured): Measured {
    return { ...measured, bytes: measured.bytes * TENFOLD, cpuSeconds: measured.cpuSeconds * TENFOLD };
}

async function measure(
    name: SizeName,
    measurement: Measurement,
    sync: string,
    { whole, tenth: small, withoutLatency }: Accounts
): Promise<Figures[]> {
    const { size } = measurement;
    const [byKeyPair, byPassword] = connections;
    const before = await synced(byKeyPair, small, tenth(measurement), sync);
    const now = await synced(byKeyPair, whole, size, sync);
    const isLong = measurement.long?.includes(sync) ?? false;
    const beside = isLong ? await bare(small, before.statements) : await bare(withoutLatency, now.statements);
    const parse = isLong ? tenTimes(beside.parse) : beside.parse;
    const fetch = isLong ? tenTimes(beside.fetch) : beside.fetch;
    const walked = await run(byKeyPair, isLong ? small : whole, { how: 'naive', sync, mostRequests: flags.naive });
    const naive = isLong ? { ...walked, share: walked.share / TENFOLD } : walked;
    const about = { name, size, sync, parse, fetch, naive };
    const deep: Figures[] = [];
    for (const readWith of READ_WITH[sync] ?? []) {
        if (flags['read-with'] !== 'both' && flags['read-with'] !== readWith) continue;
        let besideQueries = { parse, fetch };
        for (const { integration, ...connected } of connections) {
            const measured = await synced({ integration, ...connected }, whole, size, sync, readWith);
            // Only the SQL API shows its statements: those of a password connection are the same.
            if (measured.statements.length > 0) besideQueries = await bare(withoutLatency, measured.statements);
            deep.push(figuresOf({ ...about, ...besideQueries, integration, readWith, now: measured }));
        }
    }
    const figures = [figuresOf({ ...about, integration: byKeyPair.integration, now, before })];
    if (!isLong || sync === 'query-results') {
        const second = await synced(byPassword, whole, size, sync);
        figures.push(figuresOf({ ...about, integration: byPassword.integration, now: second }));
    }
    return [...figures, ...deep];
}

const figures: Figures[] = [];
for (const name of flags.sizes) {
    const measurement: Measurement = SIZES[name];
    await withAccounts(measurement, async (accounts) => {
        for (const sync of measurement.syncs.filter((each) => flags.syncs?.includes(each) ?? true)) {
            const startMs = performance.now();
            try {
                figures.push(...(await measure(name, measurement, sync, accounts)));
            } catch (error) {
                // The others are worth having all the same.
                process.exitCode = 1;
                process.stderr.write(`${name} ${sync} was not measured: ${String(error)}\n`);
            }
            process.stderr.write(`${name} ${sync}: ${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
        }
    });
}
const conditions = { latencyMs: flags.latency, cap: flags.cap, node: process.version };
process.stdout.write(tableOf(figures));
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify({ ...conditions, figures }, null, 4)}\n`);
process.stdout.write(`\n${targetsMissed(figures)}`);
if (flags.docs) writeDocs(conditions, figures);
