/** The figures as tables, for a terminal and for docs alike. */
import { KEY_PAIR } from '../../local/world.js';
import { compareNames } from '../../shared/snowflake/identifiers.js';
import { nameOf, ownWork } from './figures.js';
import type { Figures } from './figures.js';
import { tableOf, wayOf, whole } from './markdown.js';
import type { Cells } from './markdown.js';
import type { Target } from './targets.js';

const about = (isEstimate: boolean): string => (isEstimate ? '≈ ' : '');

/** Requests, and how long they take at each latency. */
export function timesTable(figures: readonly Figures[]): string {
    const latencies = figures[0]?.times.map(({ latencyMs }) => `s at ${latencyMs} ms`) ?? [];
    const header = ['sync', 'connection', 'records', 'requests', 'of the fewest', ...latencies, 'a naive walk'];
    return tableOf([
        header,
        ...figures.map((each): Cells => {
            // Only the SQL API shows its statements to whoever counts them.
            const counted = each.statements === 0 ? each.requests : each.statements;
            // One walk, however the same records were read otherwise.
            const naive = each.readWith === null && each.integration === KEY_PAIR ? each.naive : null;
            return [
                nameOf(each),
                wayOf(each.integration),
                whole(each.records),
                whole(each.requests),
                (counted / each.fewestStatements).toFixed(2),
                ...each.times.map(({ seconds, isEstimate }) => `${about(isEstimate)}${seconds.toFixed(1)}`),
                naive === null
                    ? ''
                    : `${about(naive.share < 1)}${whole(naive.requests)} requests, ${whole(naive.seconds)} s, ${whole(naive.peakHeapMb)} MB`
            ];
        })
    ]);
}

/** Work of the processor, and what is held. */
export function costsTable(figures: readonly Figures[]): string {
    const header = [
        'sync',
        'connection',
        'CPU s',
        'records / CPU s',
        'of JSON.parse',
        'of fetching',
        'own work / JSON.parse',
        'heap MB',
        'external MB',
        'x10: requests, CPU, heap'
    ];
    return tableOf([
        header,
        ...figures.map((each): Cells => {
            const { cpuSeconds, parse, fetch, growth } = each;
            return [
                nameOf(each),
                wayOf(each.integration),
                cpuSeconds.toFixed(2),
                whole(each.records / cpuSeconds),
                (parse.cpuSeconds / cpuSeconds).toFixed(2),
                fetch === null ? '' : (fetch.cpuSeconds / cpuSeconds).toFixed(2),
                ownWork(each)?.toFixed(1) ?? '',
                whole(each.peakHeapMb),
                whole(each.peakExternalMb),
                growth === null ? '' : Object.values(growth).map(times).join(', ')
            ];
        })
    ]);
}

const times = (number: number): string => number.toFixed(1);

/** One row for each promise and what it is of; a column for each way to connect. */
export function targetsTable(targets: readonly Target[]): string {
    const integrations = [...new Set(targets.map(({ integration }) => integration))];
    const rows = new Map<string, Target[]>();
    for (const target of targets) {
        const key = `${target.text}\n${target.of}`;
        rows.set(key, [...(rows.get(key) ?? []), target]);
    }
    // Rows of one promise stay in the order in which they were measured.
    const sorted = [...rows.values()].sort(([a], [b]) => compareNames(a?.text ?? '', b?.text ?? ''));
    return tableOf([
        ['target', 'of', ...integrations.map(wayOf)],
        ...sorted.map((row): Cells => [
            row[0]?.text ?? '',
            row[0]?.of ?? '',
            ...integrations.map((integration) => {
                const target = row.find((each) => each.integration === integration);
                return target ? `${target.holds ? 'holds' : 'MISSED'}: ${target.figure}` : '';
            })
        ])
    ]);
}

/** For whoever reads nothing else. */
export function targetsHeld(targets: readonly Target[]): string {
    return `${targets.filter(({ holds }) => holds).length} of ${targets.length} targets hold`;
}

const SHORT_HEADER = ['account', 'sync', 'by', 'records', 'requests', 'seconds', 'heap MB', 'a naive walk'];

/** What the README shows: the key pair's figures of the accounts that a naive walk was made of, but for the small one. */
export function shortTable(figures: readonly Figures[]): string {
    return tableOf([
        SHORT_HEADER,
        ...figures.flatMap(({ naive, ...each }): Cells[] => {
            if (naive === null || each.size === 'S' || each.integration !== KEY_PAIR) return [];
            return [
                [
                    each.size,
                    each.sync,
                    each.readWith ?? 'SHOW',
                    whole(each.records),
                    whole(each.requests),
                    (each.times.at(-1)?.seconds ?? 0).toFixed(1),
                    whole(each.peakHeapMb),
                    `${about(naive.share < 1)}${whole(naive.requests)} requests, ${whole(naive.seconds)} s`
                ]
            ];
        })
    ]);
}
