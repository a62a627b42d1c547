/** A project of the `nango` CLI, as `add` finds it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { INDEX } from './places.js';

/** What stands in the way, with what to do; the program prints it and ends with 1. */
export class CannotAdd extends Error {}

export interface Project {
    readonly folder: string;
    /** Where package.json is: the folder itself, or one above it. */
    readonly packageFile: string;
    readonly warnings: readonly string[];
}

export function openProject(folder: string): Project {
    if (!existsSync(path.join(folder, INDEX))) {
        const usual = path.join(folder, 'nango-integrations');
        const where = existsSync(path.join(usual, INDEX))
            ? `There is one in ${usual}: run this there, or add --project=${usual}.`
            : 'Run this in the folder that `nango init` made, or name it: --project=<folder>.';
        throw new CannotAdd(`${folder} is no Nango project: it has no ${INDEX}. ${where}`);
    }
    if (existsSync(path.join(folder, 'nango.yaml'))) {
        throw new CannotAdd(
            `${folder} has a nango.yaml, which the nango CLI refuses by now. Run \`nango migrate-to-zero-yaml\` first.`
        );
    }
    const packageFile = packageFileOf(folder);
    const text = readFileSync(packageFile, 'utf8');
    const { type, ...rest } = parsePackage(packageFile, text);
    if (type !== 'module') {
        throw new CannotAdd(
            `${packageFile} needs "type": "module": the functions are ES modules, as those of \`nango init\` are.`
        );
    }
    const warnings = ['nango', 'zod']
        .filter((name) => !['dependencies', 'devDependencies'].some((kind) => isIn(rest[kind], name)))
        .map((name) => `${packageFile} does not name ${name}: npm install --save-dev ${name}`);
    return { folder, packageFile, warnings };
}

function packageFileOf(folder: string): string {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) return file;
    const parent = path.dirname(folder);
    if (parent === folder) {
        throw new CannotAdd('There is no package.json here or above. Make a project with `nango init` first.');
    }
    return packageFileOf(parent);
}

function parsePackage(file: string, text: string): Record<string, unknown> {
    try {
        const parsed: unknown = JSON.parse(text);
        if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
    } catch {
        // Said below.
    }
    throw new CannotAdd(`${file} is not JSON.`);
}

function isIn(dependencies: unknown, name: string): boolean {
    return typeof dependencies === 'object' && dependencies !== null && name in dependencies;
}
