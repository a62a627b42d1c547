/**
 * `npm run deploy -- <environment> [integration …] [--flag …]`: deploys each integration by itself with the real CLI. A
 * deploy of an integration removes nothing from others, and Nango's limit of 75 MB holds for each; one that fails does
 * not stop the next. Flags (`--auto-confirm`, `--name=value`) are the CLI's. It says which commit it deploys.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { envFileVariables } from '../cli/env-files.js';
import { nangoAccess } from '../cli/nango-access.js';
import { isIntegrationId } from '../client/index.js';
import { entriesIn, indexSource } from './entries.js';
import { runNango } from 'nango-cli/run.js';
import type { CliOptions } from 'nango-cli/run.js';
import { BABEL_CONFIG, INTEGRATIONS_FOLDER } from './nango.js';
import { sourceLines } from './source-state.js';
import { isRunDirectly } from './run-directly.js';

export interface Deployed {
    readonly integration: string;
    readonly functions: number;
    /** Of the functions' code, which is nearly all that is sent. */
    readonly bytes: number;
    /** The CLI's last words where it failed. */
    readonly failure: string | undefined;
}

export interface DeployOptions extends Partial<CliOptions> {
    /** All of the project's unless some are named. */
    readonly integrations?: readonly string[];
    readonly flags?: readonly string[];
}

export async function deployEach(environment: string, options: DeployOptions = {}): Promise<readonly Deployed[]> {
    const { folder = INTEGRATIONS_FOLDER, flags = [], onOutput = () => {} } = options;
    const entries = Map.groupBy(entriesIn(folder), (entry) => entry.split('/')[0] ?? '');
    const wanted = options.integrations?.length ? options.integrations : [...entries.keys()];
    const unknown = wanted.filter((integration) => !entries.has(integration));
    if (unknown.length > 0) {
        throw new Error(`No such integration: ${unknown.join(', ')}. There are ${[...entries.keys()].join(', ')}.`);
    }
    // The CLI asks for it only after it has compiled, and each time anew.
    const access = nangoAccess({ env: environment }, folder, { ...process.env, ...options.env });
    if ('wrong' in access) throw new Error(`${access.wrong.message} ${access.wrong.remedy}`);
    const deployed: Deployed[] = [];
    for (const [index, integration] of wanted.entries()) {
        const files = entries.get(integration) ?? [];
        onOutput(`\n[${index + 1}/${wanted.length}] ${integration}: ${files.length} functions\n`);
        deployed.push(await deployOne(environment, folder, integration, files, { ...options, flags }));
    }
    return deployed;
}

/**
 * The CLI compiles all that `index.ts` names, whatever it deploys: so the integration is deployed from a project of its
 * own, beside the other, where it finds `shared/` in the same place.
 */
async function deployOne(
    environment: string,
    folder: string,
    integration: string,
    files: readonly string[],
    { flags = [], ...options }: DeployOptions
): Promise<Deployed> {
    const alone = mkdtempSync(path.join(folder, '..', '.deploy-'));
    try {
        mkdirSync(path.join(alone, '.nango'));
        cpSync(path.join(folder, integration), path.join(alone, integration), { recursive: true });
        writeFileSync(path.join(alone, 'index.ts'), indexSource(files));
        cpSync(path.join(folder, BABEL_CONFIG), path.join(alone, BABEL_CONFIG));
        const run = await runNango(['deploy', environment, `--integration=${integration}`, ...flags], {
            ...options,
            folder: alone,
            env: { ...envFileVariables(folder), ...options.env }
        });
        const failed = run.exitCode !== 0;
        return {
            integration,
            functions: files.length,
            bytes: failed ? 0 : files.reduce((sum, file) => sum + builtBytes(alone, file), 0),
            failure: failed ? lastWords(run.output) : undefined
        };
    } finally {
        rmSync(alone, { recursive: true, force: true });
    }
}

function builtBytes(folder: string, entry: string): number {
    return statSync(path.join(folder, 'build', entry.replaceAll('/', '_').replace(/\.ts$/, '.cjs'))).size;
}

/** What the CLI says after the step that failed, in one line: Nango's refusal has its particulars below it. */
export function lastWords(output: string): string {
    const lines = output.split('\n').map((line) => line.trim());
    const said = lines.slice(lines.findLastIndex((line) => /^Error .*:$/.test(line)) + 1);
    const words = said.length < lines.length ? said.join(' ') : lines.findLast((line) => line !== '');
    if (words?.trim() === 'fetch failed') return NOT_REACHED;
    return words?.trim() || 'The CLI said nothing.';
}

/** Node's own words say no more, and its `fetch` passes by a proxy unless it is told. */
const NOT_REACHED =
    'Nango was not reached. Check the network and NANGO_HOSTPORT; behind a proxy (HTTPS_PROXY), set NODE_USE_ENV_PROXY=1 too.';

export function summary(environment: string, deployed: readonly Deployed[]): string {
    const width = Math.max(...deployed.map(({ integration }) => integration.length));
    const lines = deployed.map(({ integration, functions, bytes, failure }) => {
        const size = `${functions} functions, ${(bytes / 1e6).toFixed(1)} MB`;
        return `  ${integration.padEnd(width)}  ${failure === undefined ? size : `failed: ${failure}`}`;
    });
    const failed = deployed.filter(({ failure }) => failure !== undefined).length;
    const outcome = failed === 0 ? 'Deployed' : `${failed} of ${deployed.length} integrations were not deployed`;
    return [`${outcome} (environment "${environment}"):`, ...lines, ''].join('\n');
}

function print(text: string): void {
    process.stdout.write(text);
}

const USAGE = 'Name the environment, and the integrations if not all: npm run deploy -- dev snowflake-jwt';

async function main(args: readonly string[]): Promise<void> {
    const flags = args.filter((arg) => arg.startsWith('-'));
    const [environment, ...integrations] = args.filter((arg) => !arg.startsWith('-'));
    if (environment === undefined || isIntegrationId(environment)) throw new Error(USAGE);
    for (const line of sourceLines(path.join(INTEGRATIONS_FOLDER, '..'))) print(`${line}\n`);
    const asks = process.stdin.isTTY && process.stdout.isTTY;
    const deployed = await deployEach(environment, { integrations, flags, asks, onOutput: print });
    print(`\n${summary(environment, deployed)}`);
    if (deployed.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

if (isRunDirectly(import.meta.url)) {
    await main(process.argv.slice(2)).catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    });
}
