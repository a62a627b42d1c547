/** Cuts snowflake-sdk down to what Nango's sandbox can run: see replaced.ts for what goes and why. */
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { CUTS, packageReplacement, REPLACED_PARTS, replacementOf } from './replaced.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DRIVER = fileURLToPath(new URL('../../../node_modules/snowflake-sdk/dist/lib/', import.meta.url));

export function snowflakeSdkPlugin(): Plugin {
    return {
        name: 'snowflake-sdk',
        setup(build) {
            const unused = new Set([...REPLACED_PARTS, ...Object.keys(CUTS)]);
            build.onResolve({ filter: /^\.\.?\// }, (args) => {
                if (!args.importer.startsWith(DRIVER)) return undefined;
                const part = relative(DRIVER, resolve(dirname(args.importer), args.path)).replace(/\.js$/, '');
                if (part === 'logger/node') return { path: `${HERE}silent-logger.ts` };
                const name = [part, `${part}/index`].find((candidate) => replacementOf(candidate) !== undefined);
                if (name === undefined) return undefined;
                unused.delete(name);
                return { path: name, namespace: 'replaced-part' };
            });
            build.onResolve({ filter: /^axios$/ }, () => ({ path: `${HERE}axios.ts` }));
            build.onResolve({ filter: /^[a-z]/ }, (args) =>
                packageReplacement(args.path) === undefined
                    ? undefined
                    : { path: args.path, namespace: 'replaced-package' }
            );
            build.onLoad({ filter: /.*/, namespace: 'replaced-part' }, (args) => ({
                contents: replacementOf(args.path) ?? ''
            }));
            build.onLoad({ filter: /.*/, namespace: 'replaced-package' }, (args) => ({
                contents: packageReplacement(args.path) ?? ''
            }));
            build.onLoad({ filter: /[\\/]snowflake-sdk[\\/]dist[\\/]/ }, async ({ path }) => {
                const part = relative(dirname(DRIVER), path).replaceAll('\\', '/');
                const cut = CUTS[part];
                if (cut === undefined) return undefined;
                const text = await readFile(path, 'utf8');
                const contents = cut(text);
                if (contents !== text) unused.delete(part);
                return { contents, loader: part.endsWith('.json') ? 'json' : 'js' };
            });
            build.onEnd(() => ({
                errors: [...unused].map((part) => ({
                    text: `snowflake-sdk no longer has ${part} as it was: see replaced.ts`
                }))
            }));
        }
    };
}
