/**
 * Runs code as Nango's runner does: compiled to one CommonJS file, in a `node:vm` context with exactly its globals.
 * What a bundle needs beyond them fails here as it would there.
 * https://github.com/NangoHQ/nango/blob/master/packages/runner/lib/exec.ts
 */
import crypto from 'node:crypto';
import { fileURLToPath } from 'node:url';
import url from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';
import * as zod from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODULES: Readonly<Record<string, unknown>> = { crypto, url, zod };

/** `Date` and whatever else a test pins down; everything else is Nango's. */
export type ExtraGlobals = Readonly<Record<string, unknown>>;

/** Compiles `source`, an ES module whose imports are relative to the repository's root, and returns its exports. */
export async function runInSandbox(source: string, extra: ExtraGlobals = {}): Promise<Record<string, unknown>> {
    return runCompiled(await compileForSandbox(source), extra);
}

export async function compileForSandbox(source: string): Promise<string> {
    const result = await build({
        stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
        bundle: true,
        format: 'cjs',
        platform: 'node',
        target: 'es2022',
        external: Object.keys(MODULES),
        tsconfigRaw: {},
        write: false
    });
    return result.outputFiles.map((file) => file.text).join('\n');
}

export function runCompiled(code: string, extra: ExtraGlobals = {}): Record<string, unknown> {
    const sandbox: Record<string, unknown> = {
        console: new Proxy({}, { get: () => () => undefined }),
        require: (name: string) => {
            if (!(name in MODULES)) throw new Error(`Module '${name}' is not allowed`);
            return MODULES[name];
        },
        Buffer,
        setTimeout,
        Error,
        URL,
        URLSearchParams,
        ...extra
    };
    Object.setPrototypeOf(sandbox, null);
    const context = vm.createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
    const wrapped = `(() => { const module = { exports: {} }; const exports = module.exports; ${code}\nreturn module.exports; })()`;
    return new vm.Script(wrapped, { filename: 'function.cjs' }).runInContext(context) as Record<string, unknown>;
}
