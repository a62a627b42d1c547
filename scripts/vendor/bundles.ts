/**
 * What is bundled for Nango's sandbox. A declaration that only re-exports is its own entry: the list of what a bundle
 * offers stands once, in its `.d.ts`, and types and code cannot drift apart.
 */
import type { Plugin } from 'esbuild';
import { awsPlugin } from './aws/plugin.js';
import { jsonwebtokenPlugin } from './jsonwebtoken/plugin.js';
import { snowflakeSdkPlugin } from './snowflake-sdk/plugin.js';

export interface Bundle {
    readonly name: string;
    /** Relative to the repository's root. */
    readonly entry: string;
    /** How the packages inside resolve: as for a browser, or as for Node (CommonJS, with Node's modules replaced). */
    readonly resolve: 'browser' | 'node';
    /** Modules that this bundle alone replaces, each by a file in shims/. */
    readonly replacements?: Readonly<Record<string, string>>;
    readonly plugins?: readonly Plugin[];
    /** Globals that this bundle is to do without, and what stands for them. */
    readonly define?: Readonly<Record<string, string>>;
    /** It offers functions alone, and runs at the first call of one: what it prepares costs each run of a function else. */
    readonly runsAtFirstCall?: boolean;
    /** The build fails beyond it: a growing bundle is a decision, not an accident. */
    readonly maxBytes: number;
}

export const BUNDLES: readonly Bundle[] = [
    { name: 'p-map', entry: 'shared/vendor/p-map.d.ts', resolve: 'node', maxBytes: 5_000 },
    {
        name: 'fflate',
        entry: 'shared/vendor/fflate.d.ts',
        resolve: 'browser',
        // It counts up tables of 64 KB.
        runsAtFirstCall: true,
        // It has one ready for the names in ZIP archives.
        define: { TextDecoder: 'undefined' },
        maxBytes: 4_700
    },
    {
        name: 'jsonwebtoken',
        entry: 'shared/vendor/jsonwebtoken.d.ts',
        resolve: 'node',
        replacements: {
            semver: 'node-version.cjs',
            'ecdsa-sig-formatter': 'rsa-alone.cjs',
            'lodash.includes': 'lodash-includes.cjs'
        },
        plugins: [jsonwebtokenPlugin()],
        maxBytes: 20_000
    },
    {
        name: 'aws',
        entry: 'shared/vendor/aws.d.ts',
        resolve: 'browser',
        plugins: [awsPlugin()],
        maxBytes: 92_000
    },
    {
        name: 'snowflake-sdk',
        entry: 'scripts/vendor/snowflake-sdk/entry.ts',
        resolve: 'node',
        plugins: [snowflakeSdkPlugin()],
        maxBytes: 135_000
    }
];
