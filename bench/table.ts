/** The figures as a table, for a terminal and for docs alike. */
import { targetsOf } from './figures.js';
import type { Figures } from './figures.js';

const HEADER = [
    'size',
    'sync',
    'connection',
    'records',
    'requests',
    'statements / fewest',
    'seconds',
    'records/s',
    'CPU s',
    'of JSON.parse, of fetching',
    'heap MB',
    'checkpoints',
    'x10: requests, CPU, heap',
    'naive: requests, s, heap MB',
    'targets'
];

const whole = (number: number): string => Math.round(number).toLocaleString('en');

function cells(figures: Figures): string[] {
    const { growth, naive, parse, statements, fewestStatements } = figures;
    const about = naive.share < 1 ? '≈ ' : '';
    // Only the SQL API shows its statements to whoever counts them.
    const ratio = statements === 0 ? '' : `${whole(statements)} / ${whole(fewestStatements)} = `;
    const counted = statements === 0 ? figures.requests : statements;
    return [
        figures.size,
        figures.readWith ? `${figures.sync}, ${figures.readWith}` : figures.sync,
        figures.integration.replace('snowflake-', ''),
        whole(figures.records),
        whole(figures.requests),
        `${ratio}${(counted / fewestStatements).toFixed(2)}`,
        figures.seconds.toFixed(1),
        whole(figures.records / figures.seconds),
        figures.cpuSeconds.toFixed(2),
        `${(parse.cpuSeconds / figures.cpuSeconds).toFixed(2)}, ${(figures.fetch.cpuSeconds / figures.cpuSeconds).toFixed(2)}`,
        whole(figures.peakHeapMb),
        whole(figures.checkpoints),
        growth === null
            ? ''
            : Object.values(growth)
                  .map((times: number) => times.toFixed(1))
                  .join(', '),
        `${about}${whole(naive.requests)}, ${about}${naive.seconds.toFixed(1)}, ${whole(naive.peakHeapMb)}`,
        targetsOf(figures)
            .map(({ text, figure, holds }) => `${holds ? 'holds' : 'MISSED'}: ${text} (${figure})`)
            .join('; ')
    ];
}

export function tableOf(figures: readonly Figures[]): string {
    return lined([HEADER, ...figures.map(cells)]);
}

function lined(rows: readonly (readonly string[])[]): string {
    const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
    const line = (row: readonly string[]): string =>
        `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
    const rule = line(widths.map((width) => '-'.repeat(width)));
    return rows.map((row, at) => (at === 0 ? line(row) + rule : line(row))).join('');
}

/** For whoever reads nothing else. */
export function targetsMissed(figures: readonly Figures[]): string {
    const targets = figures.flatMap((each) => targetsOf(each).map((target) => ({ each, ...target })));
    const missed = targets.filter(({ holds }) => !holds);
    const lines = missed.map(({ each, text, figure }) => {
        const by = each.readWith ?? 'SHOW';
        return `missed: ${each.size} ${each.sync} by ${by}, ${each.integration}: ${text} (${figure})\n`;
    });
    return `${targets.length - missed.length} of ${targets.length} targets hold\n${lines.join('')}`;
}

const SHORT_HEADER = ['account', 'sync', 'by', 'records', 'requests', 'seconds', 'heap MB', 'a naive walk'];

/** What the README shows: the key pair's figures, of accounts that are not small. */
export function shortTableOf(figures: readonly Figures[], keyPair: string): string {
    const rows = figures
        .filter(({ size, integration }) => size !== 'S' && integration === keyPair)
        .map(({ naive, ...each }) => [
            each.size,
            each.sync,
            each.sync === 'query-results' ? 'a query' : (each.readWith ?? 'SHOW'),
            whole(each.records),
            whole(each.requests),
            each.seconds.toFixed(1),
            whole(each.peakHeapMb),
            `${naive.share < 1 ? '≈ ' : ''}${whole(naive.requests)} requests, ${whole(naive.seconds)} s`
        ]);
    return lined([SHORT_HEADER, ...rows]);
}
