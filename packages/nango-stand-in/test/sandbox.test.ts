/** The sandbox has what Nango's has, and nothing that would only work here. */
import { expect, test } from 'vitest';

import { DAY_MS, MovableClock } from 'stand-in-base/clock.js';
import { loadFunction } from '../src/sandbox.js';
import { probe, startFixture } from './project.js';

const FUNCTION = (body: string): string =>
    `module.exports = { default: { type: 'action', description: 'x', exec: async (nango, input) => { ${body} } } };`;
const options = { filename: 'x.js', timeScale: 1_000 };

test('only the globals of the sandbox are there', async () => {
    const nango = await startFixture();
    await expect(probe(nango, { op: 'globals' })).resolves.toEqual({
        present: ['console', 'require', 'Buffer', 'setTimeout', 'Error', 'URL', 'URLSearchParams'],
        evaluated: 'EvalError: Code generation from strings disallowed for this context',
        engineErrorIsError: false
    });
    await nango.close();
});

test.for(['url', 'crypto', 'zod'])('%s can be required', async (name) => {
    const { exec } = loadFunction(FUNCTION(`return typeof require('${name}');`), options);
    await expect(exec(null)).resolves.toBe('object');
});

test.for(['node:crypto', 'fs', 'nango', 'http'])('%s cannot be required', async (name) => {
    const { exec } = loadFunction(FUNCTION(`return require('${name}');`), options);
    await expect(exec(null)).rejects.toThrow(`Module '${name}' is not allowed`);
});

test('an error made inside is an error outside, one of the engine is not', async () => {
    const made = loadFunction(FUNCTION(`throw new Error('made')`), options);
    await expect(made.exec(null)).rejects.toBeInstanceOf(Error);
    const engine = loadFunction(FUNCTION(`null.x`), options);
    await expect(engine.exec(null)).rejects.not.toBeInstanceOf(Error);
});

test('timers run sooner in the same order', async () => {
    const { exec } = loadFunction(
        FUNCTION(`
            const order = [];
            await Promise.all([60_000, 20_000, 40_000].map((ms) => new Promise((resolve) => setTimeout(() => { order.push(ms); resolve(); }, ms))));
            return order;
        `),
        options
    );
    expect(JSON.stringify(await exec(null))).toBe('[20000,40000,60000]');
});

test("time inside is the machine's, and a clock that was moved moves it", async () => {
    const clock = new MovableClock();
    const day = FUNCTION(
        `return [new Date().toISOString(), new Date(Date.now()).toISOString()].map((text) => text.slice(0, 10));`
    );
    const days = async (): Promise<unknown> =>
        JSON.parse(JSON.stringify(await loadFunction(day, { ...options, clock }).exec(null)));
    const shown = (): string => new Date(clock.now()).toISOString().slice(0, 10);
    expect(await days()).toEqual([shown(), shown()]);
    clock.advance(3 * DAY_MS);
    expect(await days()).toEqual([shown(), shown()]);
    const given = FUNCTION(`return new Date('2024-05-06').toISOString() + (new Date() instanceof Date);`);
    expect(await loadFunction(given, { ...options, clock }).exec(null)).toBe('2024-05-06T00:00:00.000Ztrue');
});

test('one execution leaves nothing behind for the next', async () => {
    const code = FUNCTION(`globalThis.left = (globalThis.left ?? 0) + 1; return globalThis.left;`);
    await expect(loadFunction(code, options).exec(null)).resolves.toBe(1);
    await expect(loadFunction(code, options).exec(null)).resolves.toBe(1);
});
