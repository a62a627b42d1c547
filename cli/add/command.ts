/** `nango-snowflake add [integration …]` and `update`. */
import { carryOut, planFor } from './plan.js';
import type { Plan } from './plan.js';
import { readInstalled } from './installed.js';
import { CODE_FOLDER } from './places.js';
import { CannotAdd, openProject } from './project.js';
import { openSource } from './source.js';

export interface AddOptions {
    readonly command: 'add' | 'update';
    readonly integrations: readonly string[];
    readonly project: string;
    /** Where the package's built files are, and its version. */
    readonly functions: string;
    readonly version: string;
    readonly dryRun: boolean;
    readonly force: boolean;
    print(line: string): void;
}

/** Throws CannotAdd where something stands in the way; nothing is written then. */
export function add(options: AddOptions): Plan {
    const { command, project: folder, print, dryRun } = options;
    const project = openProject(folder);
    const source = openSource(options.functions, options.version);
    const before = readInstalled(folder);
    if (command === 'update' && before === null) {
        throw new CannotAdd(`Nothing of this package is in ${folder} yet: nango-snowflake add <integration …>.`);
    }
    const named = options.integrations;
    source.files(named);
    const wanted = command === 'add' && named.length === 0 ? source.integrations : named;
    const plan = planFor(folder, source, before, wanted, options.force);
    if (plan.inTheWay.length > 0) {
        throw new CannotAdd(
            [
                'These files are yours, and ours would have to stand there. Nothing was written.',
                ...plan.inTheWay.map((file) => `  ${file}`),
                'Rename the integration of yours, or add --force to have them written over.'
            ].join('\n')
        );
    }
    if (!dryRun) carryOut(folder, plan);
    report(plan, before?.version ?? null, options);
    for (const warning of project.warnings) print(`! ${warning}`);
    return plan;
}

function report(plan: Plan, before: string | null, { print, dryRun, version, command }: AddOptions): void {
    const would = dryRun ? 'would be ' : '';
    const from = before !== null && before !== version ? `${before} -> ${version}` : version;
    print(`nango-snowflake ${from}: ${plan.integrations.join(', ')}`);
    const counted: [string, Iterable<string>][] = [
        ['created', plan.created.keys()],
        ['replaced', plan.replaced.keys()],
        ['removed', plan.removed]
    ];
    for (const [what, files] of counted) {
        const all = [...files];
        if (all.length === 0) continue;
        print(`  ${all.length} files ${would}${what}: ${foldersOf(all)}`);
    }
    for (const file of plan.kept) print(`  ! ${file}: changed by you, left as it is (--force writes it over)`);
    if (plan.index.lines.length > 0) print(`  index.ts: ${plan.index.lines.length} lines ${would}added`);
    if (dryRun) {
        print('Nothing was written (--dry-run).');
    } else if (plan.created.size + plan.replaced.size + plan.removed.length === 0) {
        print('  Everything is there already.');
    } else {
        const compile = 'nango compile --sourcemap=false';
        const deploy = 'nango deploy <environment> --sourcemap=false';
        print(`Next: ${compile}, then ${deploy}${command === 'add' ? ' (see docs/existing-project.md)' : ''}.`);
    }
}

/** The code and each integration, with how many files of it. */
function foldersOf(files: readonly string[]): string {
    const counts = new Map<string, number>();
    for (const file of files) {
        const folder = file.split('/')[0] ?? '';
        counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const order = [...counts].sort(([a], [b]) => Number(a === CODE_FOLDER) - Number(b === CODE_FOLDER));
    return order.map(([folder, count]) => `${folder}/ (${count})`).join(', ');
}
