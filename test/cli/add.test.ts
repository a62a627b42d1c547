/** `add` and `update` on a project of files: what is the user's is never touched, and an update brings the rest along. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { add } from '../../cli/add/command.js';
import { CannotAdd } from '../../cli/add/project.js';

const THEIRS = "import './github/syncs/issues.js'; // ours\n";

let root: string;
let project: string;
beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'add-'));
    project = path.join(root, 'project');
    put('project/package.json', '{ "type": "module", "devDependencies": { "nango": "1", "zod": "4" } }');
    put('project/index.ts', THEIRS);
    put('v1/one/syncs/tables.ts', 'tables 1');
    put('v1/one/actions/query.ts', 'query 1');
    put('v1/two/syncs/tables.ts', 'tables of two');
    put('v1/nango-snowflake/code.js', 'code 1');
    put('v2/one/syncs/tables.ts', 'tables 2');
    put('v2/one/syncs/views.ts', 'views 2');
    put('v2/nango-snowflake/code.js', 'code 2');
});
afterEach(() => {
    rmSync(root, { recursive: true, force: true });
});

function put(file: string, text: string): void {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
}

function found(file: string): string | null {
    const target = path.join(project, file);
    return existsSync(target) ? readFileSync(target, 'utf8') : null;
}

interface Given {
    readonly command?: 'add' | 'update';
    readonly integrations?: readonly string[];
    readonly version?: string;
    readonly dryRun?: boolean;
    readonly force?: boolean;
}

function run({
    command = 'add',
    integrations = [],
    version = 'v1',
    dryRun = false,
    force = false
}: Given = {}): string {
    const lines: string[] = [];
    const functions = path.join(root, version);
    add({ command, integrations, project, functions, version, dryRun, force, print: (line) => lines.push(line) });
    return lines.join('\n');
}

test('one integration comes with the code, and lines at the end of index.ts', () => {
    run({ integrations: ['one'] });
    expect(found('one/syncs/tables.ts')).toBe('tables 1');
    expect(found('nango-snowflake/code.js')).toBe('code 1');
    expect(found('two/syncs/tables.ts')).toBeNull();
    expect(found('index.ts')).toBe(`${THEIRS}import './one/actions/query.js';\nimport './one/syncs/tables.js';\n`);
    expect(run({ integrations: ['one'] })).toContain('Everything is there already');
    run({ integrations: ['two'] });
    expect(found('index.ts')).toContain("import './two/syncs/tables.js';");
});

test('a dry run writes nothing', () => {
    expect(run({ dryRun: true })).toContain('4 files would be created');
    expect([found('one/syncs/tables.ts'), found('nango-snowflake/installed.json'), found('index.ts')]).toEqual([
        null,
        null,
        THEIRS
    ]);
});

test('a file of theirs in the way stops all of it', () => {
    put('project/one/syncs/tables.ts', 'theirs');
    expect(() => run()).toThrow(/These files are yours[^]*one\/syncs\/tables\.ts/);
    expect([found('one/syncs/tables.ts'), found('nango-snowflake/code.js')]).toEqual(['theirs', null]);
    run({ force: true });
    expect(found('one/syncs/tables.ts')).toBe('tables 1');
});

test('an update replaces, adds and takes away what is ours', () => {
    run();
    expect(run({ command: 'update', version: 'v2' })).toContain('v1 -> v2');
    expect(found('one/syncs/tables.ts')).toBe('tables 2');
    expect([found('one/actions/query.ts'), found('two/syncs/tables.ts')]).toEqual([null, null]);
    expect(found('index.ts')).toBe(`${THEIRS}import './one/syncs/tables.js';\nimport './one/syncs/views.js';\n`);
});

test('an update leaves what the user has changed or deleted, every time', () => {
    run();
    put('project/one/syncs/tables.ts', 'tables, every day');
    put('project/index.ts', `${THEIRS}import './one/syncs/tables';\n`);
    rmSync(path.join(project, 'one/actions/query.ts'));
    for (const version of ['v2', 'v2']) {
        expect(run({ command: 'update', version })).toContain('! one/syncs/tables.ts: changed by you');
        expect(found('one/syncs/tables.ts')).toBe('tables, every day');
    }
    expect(found('nango-snowflake/code.js')).toBe('code 2');
    run({ command: 'update' });
    expect(found('one/actions/query.ts')).toBe('query 1');
    expect(found('index.ts')).toContain("import './one/syncs/tables';\n");
});

test('line ends that git has changed are no change of the user', () => {
    put('v1/one/syncs/tables.ts', 'tables\nof one\n');
    run();
    put('project/one/syncs/tables.ts', 'tables\r\nof one\r\n');
    expect(run({ command: 'update', version: 'v2' })).not.toContain('changed by you');
    expect(found('one/syncs/tables.ts')).toBe('tables 2');
});

test.each([
    ['no project', () => rmSync(path.join(project, 'index.ts')), /no Nango project/],
    ['a nango.yaml', () => put('project/nango.yaml', ''), /nango\.yaml/],
    ['CommonJS', () => put('project/package.json', '{}'), /"type": "module"/]
])('%s is refused with what to do', (_what, breaks, message) => {
    breaks();
    expect(() => run()).toThrow(CannotAdd);
    expect(() => run()).toThrow(message);
});

test('an integration that does not exist, and an update of nothing', () => {
    expect(() => run({ integrations: ['three'] })).toThrow('No such integration: three. There are one, two.');
    expect(() => run({ command: 'update' })).toThrow(/Nothing of this package/);
});
