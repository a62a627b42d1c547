/** Where commands look for a key: the nango CLI itself knows the first of the two files alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { envFileVariables, projectIn } from '../../cli/env-files.js';

let root: string;
let project: string;
beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'env-files-'));
    project = path.join(root, 'integrations');
    mkdirSync(path.join(project, '.nango'), { recursive: true });
});
afterEach(() => {
    rmSync(root, { recursive: true });
});

test("the CLI's project comes before the folder above it, and what is given before both", () => {
    writeFileSync(path.join(project, '.env'), 'KEY=project\nHOST=project\n');
    writeFileSync(path.join(root, '.env'), 'KEY=above\nHOST=above\nROLE="above"\n');
    expect(envFileVariables(project, { HOST: 'given' })).toEqual({ KEY: 'project', ROLE: 'above' });
});

test('what Windows writes is read: line ends, a byte order mark, UTF-16', () => {
    const text = '\uFEFFKEY=a\r\nHOST=b\r\n';
    for (const encoding of ['utf8', 'utf16le'] as const) {
        writeFileSync(path.join(project, '.env'), text, encoding);
        expect(envFileVariables(project, {})).toEqual({ KEY: 'a', HOST: 'b' });
    }
});

test('a variable that is set to nothing, as `nango init` leaves it, is not set', () => {
    writeFileSync(path.join(project, '.env'), 'KEY=\nHOST=project\n');
    writeFileSync(path.join(root, '.env'), 'KEY=above\n');
    expect(envFileVariables(project, { HOST: '' })).toEqual({ KEY: 'above', HOST: 'project' });
});

test('no file sets nothing', () => {
    expect(envFileVariables(project, {})).toEqual({});
});

test('the project is integrations/ where the CLI runs there, else the folder itself', () => {
    expect(projectIn(root)).toBe(project);
    expect(projectIn(project)).toBe(project);
});
