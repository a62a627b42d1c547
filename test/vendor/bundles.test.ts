import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BUNDLES } from '../../scripts/vendor/bundles.js';
import { compileForSandbox, runCompiled, runInSandbox } from './sandbox.js';

const VENDOR = fileURLToPath(new URL('../../shared/vendor/', import.meta.url));

describe.for(BUNDLES)('$name', ({ name, maxBytes }) => {
    test('stays under its ceiling', async () => {
        expect((await stat(`${VENDOR}${name}.js`)).size).toBeLessThanOrEqual(maxBytes);
    });

    test('loads on the sandbox’s globals alone, and offers what its declaration lists', async () => {
        const offered = await runInSandbox(`export * as bundle from './shared/vendor/${name}.js';`);
        const names = Object.keys(Object(offered['bundle'])).toSorted();
        expect(names.length).toBeGreaterThan(0);
        expect(names).toEqual(await declaredNames(name));
    });

    test('adds next to nothing to the source map of a function, and nothing is left of the console', async () => {
        const text = await readFile(`${VENDOR}${name}.js`, 'utf8');
        expect(text).not.toContain('console.');
        const map = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\n$/.exec(text)?.[1] ?? '';
        expect(map.length).toBeLessThan(200);
        expect(JSON.parse(Buffer.from(map, 'base64').toString())).toMatchObject({ version: 3, sourcesContent: [''] });
        const { mappings, sourcesContent } = await mapOfFunction(name);
        // A character for each line; what the function itself has, its list of exports, is mapped.
        expect(mappings.replaceAll(';', '').length).toBeLessThan(500);
        expect(sourcesContent.join('').length).toBeLessThan(100);
    });

    test('imports nothing that the sandbox does not hand out', async () => {
        const text = await readFile(`${VENDOR}${name}.js`, 'utf8');
        const result = await build({
            stdin: { contents: text, resolveDir: VENDOR },
            bundle: true,
            external: ['crypto', 'url'],
            format: 'cjs',
            write: false,
            metafile: true
        });
        const imported = Object.values(result.metafile.outputs).flatMap(({ imports }) =>
            imports.map(({ path }) => path)
        );
        for (const path of imported) expect(['crypto', 'url']).toContain(path);
    });

    test('ships the licences of what is in it', async () => {
        const licences = await readFile(`${VENDOR}${name}.LICENSES.txt`, 'utf8');
        const packages = name === 'aws' ? ['client-glue', 'client-secrets-manager'] : [name];
        for (const one of packages) expect(licences).toContain(one);
        expect(licences).toMatch(/Apache|MIT/);
    });
});

test('a function without the driver carries none of it', async () => {
    const keyPair = await compileForSandbox(`
        import { sqlApiClient } from './shared/snowflake/sql-api/client.js';
        export { sqlApiClient };
    `);
    expect(keyPair.length).toBeLessThan(80_000);
    expect(keyPair).not.toContain('SESSION_PARAMETERS');
    expect(Object.keys(runCompiled(keyPair))).toEqual(['sqlApiClient']);
});

test('a function carries a bundle once', async () => {
    const password = await compileForSandbox(`export { driverClient } from './shared/snowflake/driver/client.js';`);
    const bundle = await readFile(`${VENDOR}snowflake-sdk.js`, 'utf8');
    const [sentence = ''] = /(?<=")[A-Z][\w ,]{60,}\.(?=")/.exec(bundle) ?? [];
    expect(sentence).not.toBe('');
    expect([bundle, password].map((text) => text.split(sentence).length - 1)).toEqual([1, 1]);
});

const MapSchema = z.object({ mappings: z.string(), sourcesContent: z.array(z.string()) });

/** The map that Nango's CLI would put into a function of nothing but this bundle. */
async function mapOfFunction(name: string): Promise<z.infer<typeof MapSchema>> {
    const result = await build({
        stdin: { contents: `export * from './${name}.js';`, resolveDir: VENDOR },
        bundle: true,
        external: ['crypto', 'url'],
        format: 'cjs',
        outdir: VENDOR,
        sourcemap: 'external',
        write: false
    });
    const map = result.outputFiles.find(({ path }) => path.endsWith('.map'));
    return MapSchema.parse(JSON.parse(map?.text ?? ''));
}

/** The values that a declaration exports; types do not count. */
async function declaredNames(name: string): Promise<readonly string[]> {
    const text = await readFile(`${VENDOR}${name}.d.ts`, 'utf8');
    const listed = [...text.matchAll(/^export \{([^}]*)\}/gms)].flatMap(([, names = '']) => names.split(','));
    const declared = [...text.matchAll(/^export declare (?:function|class|const) (\w+)/gms)].map(([, one = '']) => one);
    return [...listed, ...declared]
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .toSorted();
}
