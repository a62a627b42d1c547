/** Of jsonwebtoken, and of jws below it, the signing alone: nothing here verifies a token. */
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** By package, what its `index.js` offers then. */
const SIGNING: Readonly<Record<string, string>> = {
    jsonwebtoken: "exports.sign = require('./sign');",
    jws: "exports.sign = require('./lib/sign-stream').sign;"
};

export function jsonwebtokenPlugin(): Plugin {
    return {
        name: 'jsonwebtoken-signing',
        setup(build) {
            const unused = new Set(Object.keys(SIGNING));
            build.onLoad({ filter: /[\\/]node_modules[\\/](?:jsonwebtoken|jws)[\\/]index\.js$/ }, ({ path }) => {
                const resolveDir = dirname(path);
                const name = resolveDir.replace(/^.*[\\/]/, '');
                unused.delete(name);
                return { contents: SIGNING[name] ?? '', resolveDir };
            });
            build.onEnd(() => ({
                errors: [...unused].map((name) => ({ text: `${name} no longer begins at its index.js.` }))
            }));
        }
    };
}
