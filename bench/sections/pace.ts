/**
 * What an account costs that refuses: requests sent, refused ones and the next attempts included, beside those that are
 * needed. All runs at once, for they wait most of the time.
 */
import type { Trouble } from '../account/trouble.js';
import type { Size } from '../account/sizes.js';
import type { Connected } from '../process/processes.js';
import type { Runs } from '../process/runs.js';
import { tableOf, wayOf, whole } from '../report/markdown.js';
import type { Report } from '../report/report.js';

const LATENCY_MS = 20;
const SYNC = 'schemas';
const MOST_TIMES = 1.1;

/** A request each for this many databases. */
const accountOf = (databases: number): Size => ({
    databases,
    schemas: 1,
    tables: 1,
    columns: 1,
    roles: 1,
    users: 1,
    queryRows: 0
});

/** So many that a run takes about a minute, or meets several outages. */
const TROUBLES: readonly { readonly text: string; readonly databases: number; readonly trouble: Trouble }[] = [
    { text: '429 beyond 2/s', databases: 120, trouble: { kind: 'limit', perSecond: 2 } },
    {
        text: '429 beyond 2/s, Retry-After: 1',
        databases: 120,
        trouble: { kind: 'limit', perSecond: 2, retryAfterSeconds: 1 }
    },
    { text: '429 beyond 10/s', databases: 500, trouble: { kind: 'limit', perSecond: 10 } },
    {
        text: '429 beyond 10/s, Retry-After: 1',
        databases: 500,
        trouble: { kind: 'limit', perSecond: 10, retryAfterSeconds: 1 }
    },
    {
        text: '503 for 1 s after each 200 requests',
        databases: 600,
        trouble: { kind: 'outages', afterRequests: 200, forMs: 1_000 }
    }
];

interface Paced {
    readonly text: string;
    readonly integration: string;
    readonly needed: number;
    readonly sent: number;
    readonly seconds: number;
}

const timesOf = ({ sent, needed }: Paced): number => sent / needed;

async function requests(
    runs: Runs,
    connected: Connected,
    size: Size,
    trouble?: Trouble
): Promise<{ requests: number; wholeSeconds: number }> {
    const served = await runs.credentials.serve({ size, cap: 'documented', latencyMs: LATENCY_MS, trouble });
    try {
        return await runs.sync(connected, served, { sync: SYNC, size });
    } finally {
        served.close();
    }
}

export async function measurePace(runs: Runs): Promise<Report> {
    const figures = await Promise.all(
        TROUBLES.flatMap(({ text, databases, trouble }) =>
            runs.connections.map(async (connected): Promise<Paced> => {
                const size = accountOf(databases);
                const { requests: needed } = await requests(runs, connected, size);
                const { requests: sent, wholeSeconds: seconds } = await requests(runs, connected, size, trouble);
                return { text, integration: connected.integration, needed, sent, seconds };
            })
        )
    );
    return {
        title: 'Pace',
        conditions: `${SYNC}, a request for each database, at ${LATENCY_MS} ms a request.`,
        tables: [
            tableOf([
                ['account', 'connection', 'requests needed', 'sent', 'times', 's'],
                ...figures.map((each) => [
                    each.text,
                    wayOf(each.integration),
                    whole(each.needed),
                    whole(each.sent),
                    timesOf(each).toFixed(3),
                    whole(each.seconds)
                ])
            ])
        ],
        targets: figures.map((each) => ({
            text: `at most ${MOST_TIMES} times the requests`,
            of: each.text,
            integration: each.integration,
            figure: timesOf(each).toFixed(3),
            holds: timesOf(each) <= MOST_TIMES
        })),
        figures
    };
}
