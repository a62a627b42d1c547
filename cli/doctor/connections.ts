/** Each connection, by its own test-connection; and AWS, by check-export-setup on one of them. */
import type { Nango } from '@nangohq/node';
import { z } from 'zod';

import { CallError, isIntegrationId, snowflake } from '../../client/index.js';
import type { IntegrationId } from '../../client/index.js';
import { DEFAULT_AWS, readSettings } from '../../shared/export-secrets/settings.js';
import type { Report } from './finding.js';
import { isExporting, isSnowflake } from './integrations.js';

const Connections = z.array(
    z.object({
        connection_id: z.string(),
        provider_config_key: z.string(),
        errors: z.array(z.object({ type: z.string() })).default([])
    })
);
export interface Known {
    readonly id: string;
    readonly integration: IntegrationId;
    /** What failed last, as Nango notes it: `auth`, `sync`. */
    readonly errors: readonly string[];
}
/** The operator's own AWS connection, as the environment's variables name it. */
export interface Operator {
    readonly integration: string;
    readonly connection: string;
    readonly isThere: boolean;
}

export async function knownConnections(nango: Nango): Promise<{ known: Known[]; operator: Operator }> {
    const { connections } = await nango.listConnections();
    const all = Connections.parse(connections);
    // Neither a key that may not read the variables, nor a wrong one among them, says that another is meant.
    const settings = await readSettings(nango).catch(() => null);
    const operator = settings?.aws ?? DEFAULT_AWS;
    return {
        known: all.flatMap(({ connection_id: id, provider_config_key: integration, errors }) =>
            isIntegrationId(integration) ? [{ id, integration, errors: errors.map(({ type }) => type) }] : []
        ),
        operator: {
            ...operator,
            isThere: all.some(
                (each) =>
                    each.provider_config_key === operator.integration && each.connection_id === operator.connection
            )
        }
    };
}

/** For information in test-connection: what a customer may well not want to show. */
const INFORMATIVE: ReadonlySet<string> = new Set(['warehouses', 'roles', 'users']);

export async function checkConnection(nango: Nango, known: Known, runQuery: boolean, report: Report): Promise<void> {
    const { integration, id } = known;
    const place = `connections.${integration}.${id}`;
    for (const error of known.errors) {
        report.note(
            `${place}.noted`,
            `Nango notes ${error === 'auth' ? 'that its credentials failed' : `an error of its ${error}`}.`,
            "Nango's log of the connection says when, and with which answer."
        );
    }
    if (!isSnowflake(integration)) return;
    try {
        const { checks } = await snowflake(nango)
            .connection(integration, id)
            .trigger('test-connection', { run_query: runQuery });
        for (const { name, ok, message, remedy, count } of checks) {
            const text = count === null ? message : `${name}: ${message}`;
            if (ok && remedy !== null) report.warning(`${place}.${name}`, text, remedy);
            else if (ok) report.ok(`${place}.${name}`, text);
            else if (INFORMATIVE.has(name)) report.note(`${place}.${name}`, text, remedy);
            else report.failed(`${place}.${name}`, text, remedy);
        }
    } catch (error) {
        report.failed(`${place}.test-connection`, saidOf(error), remedyOf(error));
    }
}

function saidOf(error: unknown): string {
    return error instanceof Error ? `test-connection: ${error.message}` : 'test-connection failed.';
}

function remedyOf(error: unknown): string | null {
    if (!(error instanceof CallError) || error.source === 'function') return null;
    if (error.code === 'not_found') return 'Deploy the functions of this integration.';
    return "Nango's log of the action says more. Functions need Nango Cloud or Enterprise: the free image runs none.";
}

/** Whether AWS is ready for export secrets, if anybody means to have some. */
export async function checkAws(
    nango: Nango,
    integrations: readonly IntegrationId[],
    { known, operator }: { readonly known: readonly Known[]; readonly operator: Operator },
    report: Report
): Promise<void> {
    const destinations = integrations.filter((id) => !isSnowflake(id));
    if (!operator.isThere) {
        const message = `There is no connection "${operator.connection}" of an integration "${operator.integration}": no export secrets.`;
        const remedy =
            'Import it as docs/export-secrets.md says, if you want any; EXPORT_SECRETS_AWS_INTEGRATION and EXPORT_SECRETS_AWS_CONNECTION name another.';
        if (destinations.length > 0) report.failed('aws.connection', message, remedy);
        else report.note('aws.connection', message, remedy);
        return;
    }
    const through = known.find(({ integration }) => integrations.includes(integration) && isExporting(integration));
    if (through === undefined || !isExporting(through.integration)) {
        report.note('aws', 'There is no connection yet to try the rights with.', 'Connect one, and ask again.');
        return;
    }
    try {
        const setup = await snowflake(nango)
            .connection(through.integration, through.id)
            .trigger('check-export-setup', {});
        const who = setup.identity ?? 'an identity that AWS does not tell';
        report.ok('aws.connection', `AWS takes the keys: ${who}, region ${setup.region}, prefix ${setup.prefix}.`);
        for (const { right, resource, needed_for: why, ok, message, statement } of setup.checks) {
            if (ok) continue;
            const remedy = statement === null ? message : `Add to its policy: ${statement}`;
            report.failed(`aws.${right}`, `${right} on ${resource} (${why}) is missing.`, remedy);
        }
        if (setup.checks.every(({ ok }) => ok)) report.ok('aws.rights', `All ${setup.checks.length} rights are there.`);
    } catch (error) {
        report.failed(
            'aws.connection',
            error instanceof Error ? error.message : 'AWS could not be asked.',
            remedyOf(error)
        );
    }
}
