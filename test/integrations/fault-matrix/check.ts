/**
 * The matrix of some integrations as a test. `npm run faults` (FAULTS=all) runs the whole of it and writes its counts into
 * `docs/faults.md`; `npm test` runs its part, and holds that the page names the functions and faults of today.
 */
import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { ALL_FAULTS, cellsOf } from './matrix.js';
import type { Cell } from './matrix.js';
import { IS_WHOLE } from '../../support/thinned.js';
import { namedOnPage, writeSection } from './page.js';
import { partOf } from './part.js';
import { startMatrixWorld } from './world.js';

/** Time of a whole integration on a busy machine. */
export const MATRIX_TIMEOUT_MS = 1_800_000;

/** For whoever mends some of them; the page is left alone then. */
const ONLY = process.env['FAULTS_ONLY'];

/** What is wrong, cell by cell. */
export async function wrongCells(
    title: string,
    isOf: (integration: string) => boolean,
    isMember: (fn: CompiledFunction) => boolean = () => true
): Promise<string[]> {
    const world = await startMatrixWorld();
    try {
        const all = world.nango.project.functions();
        const mine = all.filter((fn) => isOf(fn.integration) && isMember(fn));
        const cells: Cell[] = [];
        for (const fn of mine) {
            if (ONLY !== undefined && !new RegExp(ONLY).test(fn.name)) continue;
            const ended = await cellsOf(world, fn, IS_WHOLE ? ALL_FAULTS : partOf(fn, all, ALL_FAULTS));
            cells.push(...ended);
            list(ended);
        }
        for (const secret of world.secrets)
            expect(world.nango.journal.search(secret).map(({ kind }) => kind)).toEqual([]);
        if (ONLY !== undefined) return cells.filter(({ end }) => end === 'wrong').map(described);
        if (IS_WHOLE) await writeSection(title, mine, cells);
        else expect(namedOnPage(title)).toEqual({ functions: namesOf(mine), faults: ALL_FAULTS });
        return cells.filter(({ end }) => end === 'wrong').map(described);
    } finally {
        await world.close();
    }
}

export function namesOf(functions: readonly CompiledFunction[]): string[] {
    return [...new Set(functions.map(({ name }) => name))].sort();
}

/** For whoever mends them: one line a cell, as they come. */
function list(cells: readonly Cell[]): void {
    const file = process.env['FAULTS_LIST'];
    if (file === undefined) return;
    const wrong = cells.filter(({ end }) => end === 'wrong').map(described);
    appendFileSync(file, [`# ${cells[0]?.integration ?? ''} ${cells[0]?.name ?? ''}`, ...wrong, ''].join('\n'));
}

function described({ integration, name, fault, why }: Cell): string {
    return `${integration} ${name}, ${fault}: ${why}`;
}
