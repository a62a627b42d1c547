/**
 * Cuts the AWS SDK's two clients down to what this package calls: see replaced.ts for whole modules. Of others a part
 * goes: a client's registry holds every one of its exceptions, of which none is told by its class here (an exception
 * that is not registered still comes with its name); three quarters of Glue's schemas are the nodes of visual jobs.
 */
import { readFile } from 'node:fs/promises';
import type { Loader, Plugin } from 'esbuild';
import { absent, REPLACEMENTS } from './replaced.js';

interface Cut {
    readonly name: string;
    /** The module, from `node_modules`. */
    readonly of: RegExp;
    readonly loader: Loader;
    /** The same text where the module is no longer as it was known. */
    readonly cut: (text: string) => string;
}

const SCHEMAS = /^@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/;

/** Smithy's schema for any JSON is 15. */
const CUTS: readonly Cut[] = [
    {
        name: 'exceptions',
        of: SCHEMAS,
        loader: 'js',
        cut: (text) => text.replace(/^n0_registry\.registerError\(.*\);$/gm, '')
    },
    {
        // A key in brackets counts as a side effect, which keeps the schemas of everything a client can do.
        name: 'keys in brackets',
        of: SCHEMAS,
        loader: 'js',
        cut: (text) => text.replace(/\[(_\w+)\](?=: )/g, (key, name: string) => constant(text, name) ?? key)
    },
    {
        name: 'nodes of visual jobs',
        of: /^@aws-sdk\/client-glue\/dist-es\/schemas\/schemas_0\.js$/,
        loader: 'js',
        cut: (text) => text.replace(/\[\(\) => CodeGenConfigurationNodes, 0\]/g, '15')
    },
    {
        name: 'all but the version',
        of: /^@aws-sdk\/client-[\w-]+\/package\.json$/,
        loader: 'json',
        cut: (text) => JSON.stringify({ version: JSON.parse(text).version })
    },
    {
        // These services tell time in seconds.
        name: 'dates in words',
        of: /^@smithy\/core\/.*\/serde\/date-utils\.js$/,
        loader: 'js',
        cut: (text) => text.replace(/^export const (parseRfc\w+) = [^]*?^};$/gm, (_, name: string) => absent([name]))
    },
    {
        // A partition knows its regions by a pattern as well; endpoint.ts asks for its domain.
        name: 'lists of regions',
        of: /^@aws-sdk\/core\/.*\/util-endpoints\/lib\/aws\/partitions\.js$/,
        loader: 'js',
        cut: (text) =>
            text
                .replace(/"regions": \{(?:\s*"[\w-]+": \{\s*"description": "[^"]*"\s*\},?)*\s*\}/g, '"regions": {}')
                .replace(/("dnsSuffix": "[^"]*"),[^}]*/g, '$1')
    }
];

/** What `const name = "…";` says, as it stands there. */
function constant(text: string, name: string): string | undefined {
    return new RegExp(`^const ${name} = (".*");$`, 'm').exec(text)?.[1];
}

export function awsPlugin(): Plugin {
    return {
        name: 'aws-parts',
        setup(build) {
            const unused = new Set([...Object.keys(REPLACEMENTS), ...CUTS.map(({ name }) => name)]);
            build.onLoad({ filter: /[\\/]node_modules[\\/]@(?:aws-sdk|smithy)[\\/]/ }, async ({ path }) => {
                const module = path.replaceAll('\\', '/').replace(/^.*\/node_modules\//, '');
                const replacement = REPLACEMENTS[module];
                if (replacement !== undefined) {
                    unused.delete(module);
                    return { contents: replacement, loader: 'js', resolveDir: path.replace(/[\\/][^\\/]*$/, '') };
                }
                const cuts = CUTS.filter(({ of }) => of.test(module));
                const [first] = cuts;
                if (first === undefined) return undefined;
                let contents = await readFile(path, 'utf8');
                for (const { name, cut } of cuts) {
                    const left = cut(contents);
                    if (left !== contents) unused.delete(name);
                    contents = left;
                }
                return { contents, loader: first.loader };
            });
            build.onEnd(() => ({
                errors: [...unused].map((what) => ({
                    text: `The AWS SDK no longer has ${what}: see scripts/vendor/aws.`
                }))
            }));
        }
    };
}
