/**
 * `npm run report:bundles [-- <part of a function's name>]`: what is in the compiled functions, by module of ours and by
 * vendored bundle, and what is in those, package by package. Reads what `npm run compile` wrote.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { INTEGRATIONS_FOLDER } from './nango.js';
import { bundled } from './vendor/bundle.js';
import { BUNDLES } from './vendor/bundles.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHOWN = 25;

type Sizes = Map<string, number>;

function add(sizes: Sizes, name: string, bytes: number): void {
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
}

function table(title: string, sizes: Sizes): string {
    const sorted = [...sizes].toSorted((a, b) => b[1] - a[1]);
    const total = sorted.reduce((sum, [, bytes]) => sum + bytes, 0);
    const rest = sorted.slice(SHOWN).reduce((sum, [, bytes]) => sum + bytes, 0);
    const lines = [...sorted.slice(0, SHOWN), ...(rest > 0 ? [['the rest', rest] as const] : [])];
    const rows = lines.map(([name, bytes]) => `${inKilobytes(bytes)}  ${name}`);
    return [`${title}: ${inKilobytes(total).trim()}`, ...rows, ''].join('\n');
}

function inKilobytes(bytes: number): string {
    return `${(bytes / 1000).toFixed(1)} kB`.padStart(13);
}

/** esbuild writes the name of each module above it; what comes before is its own. */
function modulesOf(code: string): Sizes {
    const sizes: Sizes = new Map();
    let current = "esbuild's own";
    for (const line of code.split('\n')) {
        current = /^\/\/ (?:\.\.\/)?(\S+\.[cm]?[jt]s)$/.exec(line)?.[1] ?? current;
        add(sizes, current, Buffer.byteLength(line) + 1);
    }
    return sizes;
}

async function packagesOf(): Promise<ReadonlyMap<string, Sizes>> {
    const found = new Map<string, Sizes>();
    for (const bundle of BUNDLES) {
        const { metafile } = await bundled(ROOT, bundle);
        const sizes: Sizes = new Map();
        for (const [file, { bytesInOutput }] of Object.values(metafile.outputs).flatMap((output) =>
            Object.entries(output.inputs)
        )) {
            const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
            add(sizes, name ?? 'our own: what replaces parts of packages and of Node', bytesInOutput);
        }
        found.set(bundle.name, sizes);
    }
    return found;
}

const wanted = process.argv[2] ?? '';
const integrations: Sizes = new Map();
const modules: Sizes = new Map();
const tables: string[] = [];
for (const file of globSync('*.cjs', { cwd: path.join(INTEGRATIONS_FOLDER, 'build') }).sort()) {
    const code = readFileSync(path.join(INTEGRATIONS_FOLDER, 'build', file), 'utf8');
    add(integrations, file.split('_')[0] ?? '', Buffer.byteLength(code));
    for (const [name, bytes] of modulesOf(code)) add(modules, name, bytes);
    if (wanted !== '' && file.includes(wanted)) tables.push(table(file, modulesOf(code)));
}
tables.push(table('All functions', integrations), table('All functions, by module', modules));
if (wanted === '') {
    for (const [bundle, sizes] of await packagesOf()) tables.push(table(`shared/vendor/${bundle}.js`, sizes));
}
process.stdout.write(`${tables.join('\n')}\n`);
