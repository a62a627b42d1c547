/** The matrix of one integration as a test, and its table in `docs/faults.md`. `npm run faults` writes the table anew. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { FAULTS } from './faults.js';
import { KNOWN } from './known.js';
import { cellsOf, INTERRUPTION } from './matrix.js';
import type { Cell } from './matrix.js';
import { startMatrixWorld } from './world.js';

const PAGE = fileURLToPath(new URL('../../../docs/faults.md', import.meta.url));
const ENDS = ['right', 'clear', 'not met', 'not run', 'wrong'] as const;

/** Time of a whole integration on a busy machine. */
export const MATRIX_TIMEOUT_MS = 600_000;

/** What is wrong, cell by cell, without what is known to be. */
export async function wrongCells(title: string, integrations: readonly string[]): Promise<string[]> {
    const world = await startMatrixWorld();
    try {
        const cells: Cell[] = [];
        const only = process.env['FAULTS_ONLY'];
        for (const fn of world.nango.project.functions()) {
            if (!integrations.includes(fn.integration) || (only !== undefined && !new RegExp(only).test(fn.name)))
                continue;
            const ended = await cellsOf(world, fn);
            cells.push(...ended);
            list(ended);
        }
        const wrong = cells.filter(({ end }) => end === 'wrong');
        for (const secret of world.secrets)
            expect(world.nango.journal.search(secret).map(({ kind }) => kind)).toEqual([]);
        if (only === undefined) checkPage(title, tableOf(title, cells));
        return wrong.filter((cell) => !isKnown(cell)).map(described);
    } finally {
        await world.close();
    }
}

/** For whoever mends them: one line a cell, as they come. */
function list(cells: readonly Cell[]): void {
    const file = process.env['FAULTS_LIST'];
    if (file === undefined) return;
    const wrong = cells.filter(({ end }) => end === 'wrong').map(described);
    appendFileSync(file, [`# ${cells[0]?.name ?? ''}`, ...wrong, ''].join('\n'));
}

function described({ integration, name, fault, why }: Cell): string {
    return `${integration} ${name}, ${fault}: ${why}`;
}

function isKnown({ fault, name, integration }: Cell): boolean {
    return KNOWN.some(
        (known) =>
            known.fault === fault && known.functions.test(name) && (known.integration ?? integration) === integration
    );
}

/** Which ends a fault has is for the reader; that none is wrong is for the test. */
function tableOf(title: string, cells: readonly Cell[]): string {
    const functions = new Set(cells.map(({ integration, name }) => `${integration} ${name}`)).size;
    const rows = [...FAULTS.map(({ name }) => name), INTERRUPTION].map((name) => {
        const of = cells.filter(({ fault }) => fault === name);
        return `| ${name} | ${ENDS.map((end) => of.filter((cell) => cell.end === end).length).join(' | ')} |`;
    });
    return [
        `## ${title}: ${functions} functions`,
        '',
        `| fault | ${ENDS.join(' | ')} |`,
        `| --- |${' --- |'.repeat(ENDS.length)}`,
        ...rows
    ].join('\n');
}

/** Cells are compared without the padding that a formatter adds. */
function plain(text: string): string {
    return text
        .replaceAll(/ *\| */g, '|')
        .replaceAll(/-{3,}/g, '---')
        .trim();
}

function checkPage(title: string, table: string): void {
    const page = readFileSync(PAGE, 'utf8');
    const section = new RegExp(`## ${title}: [\\s\\S]*?(?=\\n## |$)`);
    if (process.env['FAULTS_WRITE'] === undefined) {
        expect(plain(section.exec(page)?.[0] ?? '')).toBe(plain(table));
        return;
    }
    writeFileSync(PAGE, section.test(page) ? page.replace(section, `${table}\n`) : `${page.trimEnd()}\n\n${table}\n`);
}
