/** Puts the figures into docs/performance.md and the README, between their marks, and draws the chart. */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { KEY_PAIR } from '../local/world.js';
import { chartOf } from './chart.js';
import type { Figures } from './figures.js';
import { shortTableOf, tableOf } from './table.js';

const DOCS = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const README = fileURLToPath(new URL('../README.md', import.meta.url));
const CHART = fileURLToPath(new URL('../docs/performance.svg', import.meta.url));
const START = '<!-- figures -->';
const END = '<!-- end of figures -->';

export interface Conditions {
    readonly latencyMs: number;
    readonly cap: string;
    readonly node: string;
}

export function writeDocs({ latencyMs, cap, node }: Conditions, figures: readonly Figures[]): void {
    const conditions = `Measured with ${latencyMs} ms a request, SHOW past 10,000 rows ${cap === 'whole' ? 'given whole for columns' : 'as documented'}, Node ${node}, ${os.availableParallelism()} cores.`;
    writeBetweenMarks(DOCS, `${conditions}\n\n${tableOf(figures)}`);
    writeBetweenMarks(README, shortTableOf(figures, KEY_PAIR));
    const byKeyPair = figures.filter(({ integration, readWith }) => integration === KEY_PAIR && readWith === null);
    writeFileSync(CHART, chartOf(byKeyPair, `Seconds per sync, key pair, ${latencyMs} ms a request`));
}

function writeBetweenMarks(file: string, figures: string): void {
    const text = readFileSync(file, 'utf8');
    const start = text.indexOf(START);
    const end = text.indexOf(END);
    if (start < 0 || end < start) throw new Error(`${file} has lost the marks around its figures.`);
    writeFileSync(file, `${text.slice(0, start)}${START}\n\n${figures}\n${text.slice(end)}`);
}
