/**
 * Loaded into the CLI's process before it compiles (`node --import`). The CLI has Babel transform every module once for
 * each function that imports it, two hundred times the same. Here the answer for a module outside of the project is kept,
 * by its name and content: what the CLI's plugin does to a module hangs on nothing else, unless it is the entry of a
 * function, and those stand inside. The bundles are the same to the byte, which a test of a deploy holds.
 */
// @ts-check
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

/** @typedef {(source: string, options: { filename: string }) => Promise<unknown>} Transform */

const fromCli = createRequire(process.argv[1] ?? import.meta.url);
const file = path.join(path.dirname(fromCli.resolve('@babel/core')), 'transform.js');
/** @type {{ transformAsync: Transform }} */
const babel = fromCli(file);
const { transformAsync } = babel;
const project = process.cwd() + path.sep;

/** @type {Map<string, Promise<unknown>>} */
const answers = new Map();

babel.transformAsync = async (source, options) => {
    if (options.filename.startsWith(project)) return await transformAsync(source, options);
    const key = `${options.filename}\0${source}`;
    const answer = answers.get(key) ?? transformAsync(source, options);
    answers.set(key, answer);
    return await answer;
};
