/**
 * Leaves out of the Glue client what this package never reads: three quarters of its schemas are the nodes of visual
 * jobs, and its registry of errors holds every one of its exceptions. An exception that is not registered still comes
 * with its name, which is what errors are told by here.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const EXPORTS = fileURLToPath(new URL('../../shared/vendor/aws.d.ts', import.meta.url));
const SCHEMAS = /[\\/]@aws-sdk[\\/]client-glue[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
const REGISTERED = /^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm;
/** A job's field `CodeGenConfigurationNodes`; 15 is Smithy's schema for any JSON. */
const JOB_NODES = /\[\(\) => CodeGenConfigurationNodes, 0\]/g;
const ANY_JSON = '15';

export function awsPlugin(): Plugin {
    return {
        name: 'aws-parts',
        setup(build) {
            build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
                const source = await readFile(path, 'utf8');
                const offered = new Set((await readFile(EXPORTS, 'utf8')).match(/\w+/g));
                if (source.match(REGISTERED) === null || source.match(JOB_NODES) === null)
                    return { errors: [{ text: 'client-glue writes its schemas otherwise: see aws-plugin.ts' }] };
                const contents = source
                    .replace(REGISTERED, (line, name: string) => (offered.has(name) ? line : ''))
                    .replace(JOB_NODES, ANY_JSON);
                return { contents, loader: 'js' };
            });
        }
    };
}
