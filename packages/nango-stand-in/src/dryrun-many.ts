/**
 * Runs several dry runs in one process, with the CLI's own dry-run service: the project is compiled once, not per run.
 * Started as a child process by `startDryRuns`; reads a line of JSON per run from standard input and answers each by one.
 * The CLI takes the server's address from the environment when it is loaded, hence the late import.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import * as z from 'zod';

const Run = z.object({
    name: z.string(),
    connectionId: z.string(),
    integration: z.string(),
    input: z.string().optional(),
    metadata: z.string().optional(),
    checkpoint: z.string().optional(),
    variant: z.string().optional()
});
const Service = z.object({
    DryRunService: z.custom<
        new (options: { fullPath: string; validation: boolean }) => {
            run(options: object): Promise<{ isErr(): boolean }>;
        }
    >((value) => typeof value === 'function')
});

const cli = path.dirname(createRequire(import.meta.url).resolve('nango'));
const module: unknown = await import(pathToFileURL(path.join(cli, 'services', 'dryrun.service.js')).href);
const { DryRunService } = Service.parse(module);

let printed = '';
const write = process.stdout.write.bind(process.stdout);
for (const stream of [process.stdout, process.stderr]) {
    Object.assign(stream, {
        write: (chunk: unknown): boolean => {
            printed += String(chunk);
            return true;
        }
    });
}

for await (const line of createInterface({ input: process.stdin })) {
    const run = Run.parse(JSON.parse(line));
    printed = '';
    const { name, integration, ...rest } = run;
    const service = new DryRunService({ fullPath: process.cwd(), validation: true });
    const result = await service.run({
        ...rest,
        sync: name,
        optionalEnvironment: 'dev',
        optionalProviderConfigKey: integration,
        autoConfirm: true,
        interactive: false,
        dependencyUpdate: false
    });
    write(
        `${JSON.stringify({ name, integration, exitCode: result.isErr() ? 1 : 0, output: stripVTControlCharacters(printed) })}\n`
    );
}
process.exit(0);
