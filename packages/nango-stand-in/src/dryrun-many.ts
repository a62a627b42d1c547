/**
 * Runs several dry runs in one process, with the CLI's own dry-run service: the project is compiled once, not per run.
 * For each run the service reads what `index.ts` names, bundle and schemas, and parses each source; so it is shown an
 * `index.ts` of the function alone, beside the project's bundles.
 * Started as a child process by `startDryRuns`; reads a line of JSON per run from standard input and answers each by one.
 * The CLI takes the server's address from the environment when it is loaded, hence the late import.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import * as z from 'zod';

const Run = z.object({
    name: z.string(),
    connectionId: z.string(),
    integration: z.string(),
    input: z.string().optional(),
    metadata: z.string().optional(),
    checkpoint: z.string().optional(),
    variant: z.string().optional(),
    starts: z.string().optional()
});
type Run = z.infer<typeof Run>;

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

/** Beside this script, so that both go together. */
const views = fileURLToPath(new URL('./views/', import.meta.url));
const imports = readFileSync('index.ts', 'utf8').split('\n');

/** A project with this function, and, by its name alone as the CLI looks for it, the sync that it starts. */
function viewOf({ name, integration, starts }: Run): string {
    const folder = path.join(views, integration, name);
    const isShown = (line: string): boolean => {
        const [, of, file] = /['"]\.\/([^/]+)\/[^/]+\/([^/]+)\.js['"]/.exec(line) ?? [];
        return (of === integration && file === name) || (file !== undefined && file === starts);
    };
    if (!existsSync(folder)) {
        mkdirSync(folder, { recursive: true });
        symlinkSync(path.resolve('build'), path.join(folder, 'build'));
    }
    writeFileSync(path.join(folder, 'index.ts'), imports.filter(isShown).join('\n'));
    return folder;
}

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
    const { name, integration, starts: _, ...rest } = run;
    const service = new DryRunService({ fullPath: viewOf(run), validation: true });
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
