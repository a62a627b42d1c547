/** `nango-snowflake doctor`: a set-up looked at from the outside, step by step. Changes nothing, but for AWS's probes. */
import process from 'node:process';

import { Nango } from '@nangohq/node';

import { VERSION } from '../../shared/version.js';
import { projectIn } from '../env-files.js';
import { nangoAccess } from '../nango-access.js';
import { checkAws, checkConnection, knownConnections } from './connections.js';
import { Report } from './finding.js';
import type { Finding } from './finding.js';
import { checkFunctions, checkIntegrations } from './functions.js';
import { checkNango, proxyFor } from './nango.js';
import { checkRuns } from './runs.js';

export interface DoctorOptions {
    readonly key?: string | undefined;
    readonly env?: string | undefined;
    readonly host?: string | undefined;
    readonly connection?: readonly string[] | undefined;
    readonly 'run-query'?: boolean | undefined;
    readonly json?: boolean | undefined;
}

const OLDEST_NODE = 20;

/** Answers the exit code: 0 where nothing failed. */
export async function runDoctor(
    options: DoctorOptions,
    environment: Readonly<Record<string, string | undefined>>,
    print: (line: string) => void
): Promise<number> {
    const findings = await examine(options, environment, options.json === true ? () => {} : print);
    const failed = findings.filter(({ status }) => status === 'failed');
    if (options.json === true) print(JSON.stringify({ ok: failed.length === 0, version: VERSION, findings }, null, 2));
    else print(failed.length === 0 ? '\nAll is well.' : `\n${failed.length} to be mended.`);
    return failed.length === 0 ? 0 : 1;
}

export async function examine(
    options: DoctorOptions,
    given: Readonly<Record<string, string | undefined>>,
    print: (line: string) => void,
    folder = process.cwd()
): Promise<readonly Finding[]> {
    const report = new Report(print);
    report.section('Node');
    checkNode(process.versions.node, report);

    report.section('Nango');
    const access = nangoAccess(options, projectIn(folder), given);
    if ('wrong' in access) {
        report.failed(access.wrong.id, access.wrong.message, access.wrong.remedy);
        return report.findings;
    }
    const { host } = access;
    const nango = new Nango({ secretKey: access.secretKey, host });
    const listed = await checkNango(nango, access, proxyFor(host, given), report);
    if (listed === null) return report.findings;

    report.section('Integrations');
    const integrations = checkIntegrations(listed, report);
    report.section('Functions');
    await checkFunctions(nango, integrations, VERSION, report);

    const connections = await knownConnections(nango);
    report.section('AWS');
    await checkAws(nango, integrations, connections, report);
    const wanted = connections.known.filter(({ id }) => options.connection?.includes(id) ?? true);
    for (const known of wanted) {
        report.section(`Connection ${known.id} (${known.integration})`);
        await checkConnection(nango, known, options['run-query'] ?? false, report);
        await checkRuns(nango, known, report);
    }
    const unknown = (options.connection ?? []).filter((id) => wanted.every((each) => each.id !== id));
    if (unknown.length > 0 || connections.known.length === 0) {
        report.section('Connections');
        for (const id of unknown) {
            report.failed(
                `connections.${id}`,
                `There is no connection ${id} of this package.`,
                'Its id is in Nango, under Connections.'
            );
        }
        if (connections.known.length === 0) report.note('connections', 'Nobody has connected yet.');
    }
    return report.findings;
}

export function checkNode(version: string, report: Report): void {
    if (Number.parseInt(version, 10) >= OLDEST_NODE) report.ok('node', `Node ${version}.`);
    else report.failed('node', `Node ${version} is too old.`, `Install Node ${OLDEST_NODE} or newer.`);
}
