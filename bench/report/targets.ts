/** What the syncs were promised to cost, beside what they do. */
import { KEY_PAIR } from '../../local/world.js';
import { BEFORE } from './before.js';
import { nameOf } from './figures.js';
import type { Figures } from './figures.js';

export interface Target {
    /** What was promised. */
    readonly text: string;
    /** Of what: one row of the table, which has a figure for each integration. */
    readonly of: string;
    readonly integration: string;
    readonly figure: string;
    readonly holds: boolean;
}

/** Of fewer bytes than this the first calls of a process say more than the reading. */
const LARGE_BYTES = 1_000_000;
const MOST_HEAP_MB = 64;
const MOST_REQUESTS: Readonly<Record<string, number>> = {
    'W columns deep': 30,
    'W columns whole': 4,
    'L columns deep': 60,
    'L roles deep': 60,
    'L schemas': 60,
    'L tables': 60,
    'L users': 60,
    'M roles deep': 5,
    'R roles deep': 5
};
const LEAST_OF_PARSE = 0.3;
const LEAST_OF_PARSE_IN_QUERIES = 0.5;
const LEAST_ROWS_PER_SECOND = 150_000;
const LEAST_TIMES_BEFORE = 5;

const isCatalogue = (sync: string): sync is keyof typeof BEFORE.recordsPerCpuSecond =>
    sync in BEFORE.recordsPerCpuSecond;

export function targetsOf(figures: Figures): Target[] {
    const { size, sync, cap, readWith, integration, requests, records, cpuSeconds, peakHeapMb, parse } = figures;
    const targets: Target[] = [];
    const target = (text: string, figure: string, holds: boolean): void =>
        void targets.push({ text, of: nameOf(figures), integration, figure, holds });
    const reading = readWith ? ' deep' : cap === 'whole' ? ' whole' : '';
    const most = MOST_REQUESTS[`${size} ${sync}${reading}`];
    if (most !== undefined) target(`at most ${most} requests`, String(requests), requests <= most);
    if (size === 'L' || size === 'Q' || size === 'W') {
        target(`heap at most ${MOST_HEAP_MB} MB`, `${Math.round(peakHeapMb)} MB`, peakHeapMb <= MOST_HEAP_MB);
    }
    if (parse.bytes >= LARGE_BYTES) {
        const wanted = size === 'Q' ? LEAST_OF_PARSE_IN_QUERIES : LEAST_OF_PARSE;
        const speed = parse.cpuSeconds / cpuSeconds;
        target(`at least ${wanted} of JSON.parse`, speed.toFixed(2), speed >= wanted);
    }
    if (size === 'Q') {
        const speed = Math.round(records / cpuSeconds);
        target(
            `at least ${LEAST_ROWS_PER_SECOND.toLocaleString('en')} rows a CPU second`,
            speed.toLocaleString('en'),
            speed >= LEAST_ROWS_PER_SECOND
        );
    }
    if (size === 'M' && readWith === null && integration === KEY_PAIR && isCatalogue(sync)) {
        const times = records / cpuSeconds / BEFORE.recordsPerCpuSecond[sync];
        target(
            `at least ${LEAST_TIMES_BEFORE} times the records a CPU second of ${BEFORE.commit}`,
            `${times.toFixed(1)} times`,
            times >= LEAST_TIMES_BEFORE
        );
    }
    return targets;
}
