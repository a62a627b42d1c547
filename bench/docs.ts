/** Puts the figures into docs/performance.md, between its marks, and the chart beside it. */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { KEY_PAIR } from '../local/world.js';
import { chartOf } from './chart.js';
import type { Figures } from './figures.js';
import { tableOf } from './table.js';

const DOCS = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const CHART = fileURLToPath(new URL('../docs/performance.svg', import.meta.url));
const START = '<!-- figures -->';
const END = '<!-- end of figures -->';

export interface Conditions {
    readonly latencyMs: number;
    readonly cap: string;
    readonly node: string;
}

export function writeDocs({ latencyMs, cap, node }: Conditions, figures: readonly Figures[]): void {
    const text = readFileSync(DOCS, 'utf8');
    const start = text.indexOf(START);
    const end = text.indexOf(END);
    if (start < 0 || end < start) throw new Error(`${DOCS} has lost the marks around its figures.`);
    const conditions = `Measured with ${latencyMs} ms a request, SHOW past 10,000 rows ${cap === 'whole' ? 'given whole for columns' : 'as documented'}, Node ${node}, ${os.availableParallelism()} cores.`;
    const body = `${START}\n\n${conditions}\n\n${tableOf(figures)}\n`;
    writeFileSync(DOCS, text.slice(0, start) + body + text.slice(end));
    const byKeyPair = figures.filter(({ integration, readWith }) => integration === KEY_PAIR && readWith === null);
    writeFileSync(CHART, chartOf(byKeyPair, `Seconds per sync, key pair, ${latencyMs} ms a request`));
}
