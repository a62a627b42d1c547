/**
 * Measures what the compiled functions cost, beside what was promised of them; compiles them first where they are stale.
 * Without flags everything, which takes a quarter of an hour on two idle cores; `--docs` then writes the figures of
 * docs/performance.md, the README's table and the chart. The flags are in docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { compileIfStale } from 'nango-cli/compile.js';
import { INTEGRATIONS_FOLDER, SOURCES } from '../scripts/nango.js';
import { isSizeName } from './account/sizes.js';
import { Credentials } from './process/processes.js';
import { Runs } from './process/runs.js';
import { textOf, writeDocs } from './report/docs.js';
import type { Figures } from './report/figures.js';
import type { Report } from './report/report.js';
import { measureAtOnce } from './sections/at-once.js';
import { measurePace } from './sections/pace.js';
import { measureResuming } from './sections/resume.js';
import { measureCompile, measureStartUp } from './sections/start-up.js';
import { measureSyncs } from './sections/syncs.js';

const SECTIONS = ['syncs', 'pace', 'resume', 'at-once', 'start', 'compile'] as const;
const SOURCES_OF_READ_WITH = ['information_schema', 'account_usage'] as const;

const { values } = parseArgs({
    options: {
        sections: { type: 'string' },
        sizes: { type: 'string' },
        syncs: { type: 'string' },
        latency: { type: 'string' },
        cap: { type: 'string' },
        naive: { type: 'string' },
        'read-with': { type: 'string' },
        project: { type: 'string' },
        profile: { type: 'string' },
        json: { type: 'string' },
        docs: { type: 'boolean', default: false }
    }
});

const list = z.string().transform((text) => text.split(','));
const latencies = list
    .transform((texts) => texts.map(Number).sort((a, b) => a - b))
    .pipe(z.tuple([z.number().min(0)], z.number().min(0)));
const flags = z
    .object({
        sections: list.pipe(z.array(z.enum(SECTIONS))).default([...SECTIONS]),
        sizes: list.transform((names) => names.filter(isSizeName)).default(['S', 'M', 'W', 'R', 'L', 'Q']),
        syncs: list.optional(),
        latency: latencies.default([0, 20]),
        cap: z.enum(['documented', 'whole']).optional(),
        naive: z.coerce.number().int().positive().default(200),
        'read-with': z.enum(['none', 'both', ...SOURCES_OF_READ_WITH]).default('both'),
        project: z.string().default(INTEGRATIONS_FOLDER),
        profile: z.string().optional(),
        json: z.string().optional(),
        docs: z.boolean()
    })
    .parse(values);
if (flags.docs && Object.keys(values).some((flag) => flag !== 'docs' && flag !== 'json')) {
    throw new Error('--docs writes the figures of everything: give it no flag that leaves something out.');
}
if (flags.project === INTEGRATIONS_FOLDER) await compileIfStale(INTEGRATIONS_FOLDER, SOURCES);

const runs = new Runs(new Credentials(), flags.project, flags.profile);
const readWith = SOURCES_OF_READ_WITH.filter((each) => flags['read-with'] === 'both' || flags['read-with'] === each);
let figures: readonly Figures[] = [];
const sections: Readonly<Record<(typeof SECTIONS)[number], () => Promise<Report>>> = {
    syncs: async () => {
        const { sizes, syncs, latency: latenciesMs, cap, naive: naiveRequests } = flags;
        const measured = await measureSyncs(runs, { sizes, syncs, latenciesMs, cap, readWith, naiveRequests });
        figures = measured.figures;
        return measured.report;
    },
    pace: async () => await measurePace(runs),
    resume: async () => await measureResuming(runs),
    'at-once': async () => await measureAtOnce(runs),
    start: async () => await measureStartUp(runs),
    compile: async () => await measureCompile(runs)
};

const reports: Report[] = [];
for (const section of SECTIONS.filter((each) => flags.sections.includes(each))) {
    const startMs = performance.now();
    reports.push(await sections[section]());
    process.stderr.write(`${section}: ${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(textOf(reports));
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(reports, null, 4)}\n`);
if (flags.docs) writeDocs(reports, figures);
// Executions that were killed leave timers behind, which nobody waits for.
process.exit();
