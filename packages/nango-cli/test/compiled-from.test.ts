import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, isCompiled, noteCompiled } from '../src/compiled-from.js';

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'project-'));
    for (const made of ['.nango', 'build', 'one/syncs']) mkdirSync(path.join(folder, made), { recursive: true });
    write('index.ts', "import './one/syncs/a.js';");
    write('one/syncs/a.ts', 'export default 1;');
    write('.nango/nango.json', '[]');
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

function write(file: string, content: string): void {
    writeFileSync(path.join(folder, file), content);
}

test('a project is stale until it was compiled to the end', () => {
    expect(isCompiled(folder)).toBe(false);
    noteCompiled(folder, fingerprint(folder));
    expect(isCompiled(folder)).toBe(true);
    rmSync(path.join(folder, 'build'), { recursive: true });
    expect(isCompiled(folder)).toBe(false);
});

test('what is edited while it compiles is stale, though the bundle is younger', () => {
    const from = fingerprint(folder);
    write('one/syncs/a.ts', 'export default 2;');
    write('.nango/nango.json', '[1]');
    noteCompiled(folder, from);
    expect(isCompiled(folder)).toBe(false);
});

test('a file that is new, gone or renamed makes it stale; one that is only touched does not', () => {
    noteCompiled(folder, fingerprint(folder));
    utimesSync(path.join(folder, 'index.ts'), new Date(), new Date(Date.now() + 60_000));
    expect(isCompiled(folder)).toBe(true);
    write('one/syncs/b.ts', '');
    expect(isCompiled(folder)).toBe(false);
    rmSync(path.join(folder, 'one/syncs/b.ts'));
    expect(isCompiled(folder)).toBe(true);
    rmSync(path.join(folder, 'one/syncs/a.ts'));
    write('one/syncs/c.ts', 'export default 1;');
    expect(isCompiled(folder)).toBe(false);
});
