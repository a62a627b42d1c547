/** `npx nango-snowflake <command>`: what one does once with the package, outside of the functions. */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { add } from './add/command.js';
import { CannotAdd } from './add/project.js';
import { VERSION } from '../shared/version.js';

const USAGE = `nango-snowflake ${VERSION}

  add [integration …]   puts the functions into a project of the nango CLI (all integrations unless some are named)
  update                brings what add has put there to this version; what you changed stays
      --project=<folder>   the folder that holds index.ts (default: this one)
      --dry-run            says what would be written, and writes nothing
      --force              writes over files that are yours

  doctor                checks a set-up: Nango, integrations, functions, AWS, connections
      --env=<name>         takes the key from NANGO_SECRET_KEY_<NAME> (default: dev), else from NANGO_SECRET_KEY
                           variables come from the shell, the .env of the nango CLI's project, or the .env above it
      --key=<secret key>   of the environment, instead
      --host=<url>         of a Nango of your own (default: NANGO_HOSTPORT, or Nango Cloud)
      --connection=<id>    checks this one alone; may be given several times
      --run-query          also runs a query on each connection's warehouse, which wakes it
      --json               for machines
`;

const OPTIONS = {
    project: { type: 'string' },
    'dry-run': { type: 'boolean' },
    force: { type: 'boolean' },
    key: { type: 'string' },
    env: { type: 'string' },
    host: { type: 'string' },
    connection: { type: 'string', multiple: true },
    'run-query': { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' }
} as const;

function print(line: string): void {
    process.stdout.write(`${line}\n`);
}

async function run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [command, ...rest] = positionals;
    if (values.version === true) print(VERSION);
    else if (values.help === true || command === undefined) print(USAGE);
    else if (command === 'add' || command === 'update') {
        add({
            command,
            integrations: rest,
            project: path.resolve(values.project ?? process.cwd()),
            functions: fileURLToPath(new URL('functions/', import.meta.url)),
            version: VERSION,
            dryRun: values['dry-run'] ?? false,
            force: values.force ?? false,
            print
        });
    } else if (command === 'doctor') {
        if (rest.length > 0) {
            process.stderr.write(`doctor takes no arguments: say --env=${rest[0]} for that environment.\n`);
            return 1;
        }
        const { runDoctor } = await import('./doctor/command.js');
        return await runDoctor(values, process.env, print);
    } else {
        process.stderr.write(`No such command: ${command}\n\n${USAGE}`);
        return 1;
    }
    return 0;
}

try {
    process.exitCode = await run(process.argv.slice(2));
} catch (error) {
    if (!(error instanceof CannotAdd) && !isUsage(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
}

/** What `parseArgs` says of arguments that it does not know. */
function isUsage(error: unknown): error is Error {
    return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
