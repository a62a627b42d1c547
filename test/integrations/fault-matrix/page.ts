/** The sections of `docs/faults.md`: one per test of the matrix, with the functions it ran and how their cells ended. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from 'nango-cli/process-lock.js';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { ALL_FAULTS } from './matrix.js';
import type { Cell } from './matrix.js';

const PAGE = fileURLToPath(new URL('../../../docs/faults.md', import.meta.url));
const LOCK = fileURLToPath(new URL('../../../.work/faults.lock', import.meta.url));
const ENDS = ['right', 'clear', 'not met', 'not run', 'wrong'] as const;

/** Integrations run side by side, and each writes its own section. */
export async function writeSection(
    title: string,
    functions: readonly CompiledFunction[],
    cells: readonly Cell[]
): Promise<void> {
    mkdirSync(path.dirname(LOCK), { recursive: true });
    await withLock(LOCK, async () => {
        const page = readFileSync(PAGE, 'utf8');
        const section = sectionOf(title, functions, cells);
        const old = oldSection(title);
        writeFileSync(PAGE, old.test(page) ? page.replace(old, () => section) : `${page.trimEnd()}\n\n${section}`);
    });
}

export interface Named {
    readonly functions: readonly string[];
    readonly faults: readonly string[];
}

/** What the page says that it is about. */
export function namedOnPage(title: string): Named {
    const section = oldSection(title).exec(readFileSync(PAGE, 'utf8'))?.[0] ?? '';
    const [, ...faults] = [...section.matchAll(/^\| ([^|]*?) *\| [^-]/gm)].map(([, name]) => name ?? '');
    return { functions: [...section.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''), faults };
}

function oldSection(title: string): RegExp {
    return new RegExp(`## ${title}: [\\s\\S]*?(?=\\n## |$)`);
}

function sectionOf(title: string, functions: readonly CompiledFunction[], cells: readonly Cell[]): string {
    const names = [...new Set(functions.map(({ name }) => name))].sort().map((name) => `\`${name}\``);
    const integrations = new Set(functions.map(({ integration }) => integration)).size;
    const of = integrations > 1 ? ` of ${integrations} integrations` : '';
    const rows = ALL_FAULTS.map((name) => {
        const ended = cells.filter(({ fault }) => fault === name);
        return `| ${name} | ${ENDS.map((end) => ended.filter((cell) => cell.end === end).length).join(' | ')} |`;
    });
    return [
        `## ${title}: ${functions.length} functions${of}`,
        '',
        names.join(', '),
        '',
        `| fault | ${ENDS.join(' | ')} |`,
        `| --- |${' --- |'.repeat(ENDS.length)}`,
        ...rows,
        ''
    ].join('\n');
}
