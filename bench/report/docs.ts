/** Puts the figures into docs/performance.md and the README, between their marks, and draws the chart. */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { KEY_PAIR } from '../../local/world.js';
import { chartOf } from './chart.js';
import type { Figures } from './figures.js';
import type { Report } from './report.js';
import { shortTable, targetsHeld, targetsTable } from './tables.js';

const DOCS = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const CHART = fileURLToPath(new URL('../../docs/performance.svg', import.meta.url));
const START = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** All that was measured, the targets first. */
export function textOf(reports: readonly Report[]): string {
    const targets = reports.flatMap((report) => report.targets);
    const held = targets.length === 0 ? [] : ['### Targets', `${targetsHeld(targets)}.`, targetsTable(targets)];
    const sections = reports.flatMap(({ title, conditions, tables }) => [`### ${title}`, conditions, ...tables]);
    const machine = `Measured with Node ${process.version} on ${os.availableParallelism()} cores.`;
    return `${[machine, ...held, ...sections].map((part) => part.trim()).join('\n\n')}\n`;
}

export function writeDocs(reports: readonly Report[], figures: readonly Figures[]): void {
    writeBetweenMarks(DOCS, textOf(reports));
    writeBetweenMarks(README, shortTable(figures));
    const walked = figures.filter(
        ({ integration, readWith, cap, naive }) =>
            integration === KEY_PAIR && readWith === null && cap === 'documented' && naive !== null
    );
    const latencyMs = figures[0]?.times.at(-1)?.latencyMs ?? 0;
    writeFileSync(CHART, chartOf(walked, `Seconds per sync, key pair, ${latencyMs} ms a request`));
}

function writeBetweenMarks(file: string, figures: string): void {
    const text = readFileSync(file, 'utf8');
    const start = text.indexOf(START);
    const end = text.indexOf(END);
    if (start < 0 || end < start) throw new Error(`${file} has lost the marks around its figures.`);
    writeFileSync(file, `${text.slice(0, start)}${START}\n\n${figures}\n${text.slice(end)}`);
}
