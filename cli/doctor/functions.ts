/** Integrations of this package in the environment, and the functions deployed to them. */
import type { Nango } from '@nangohq/node';
import { z } from 'zod';

import { functions, isIntegrationId } from '../../client/index.js';
import type { IntegrationId } from '../../client/index.js';
import { DISPLAY_NAMES, PROVIDERS } from '../../client/sessions.js';
import type { Report } from './finding.js';
import { isExporting, isSnowflake, snowflakeIds } from './integrations.js';

interface Listed {
    readonly unique_key: string;
    readonly provider: string;
    readonly display_name?: string | null | undefined;
}

/** Another provider that does as well: the one of `providers/`, for those who run their own Nango. */
const ALSO: Readonly<Record<string, string>> = { 'snowflake-password': 'snowflake-password' };
/** Providers that only this package makes sense of: an integration of one is meant to be ours. */
const OWN_PROVIDERS: ReadonlySet<string> = new Set(['snowflake', 'snowflake-jwt', 'snowflake-password']);
/** What Nango calls a provider that was made for anything: a customer reads it as the title. */
const NAMELESS = /^Private API\b/;

export function checkIntegrations(integrations: readonly Listed[], report: Report): IntegrationId[] {
    const ours = integrations.filter(({ unique_key: id }) => isIntegrationId(id));
    for (const { unique_key: id, provider } of integrations) {
        if (isIntegrationId(id) || !OWN_PROVIDERS.has(provider)) continue;
        report.note(
            `integrations.${id}.id`,
            `${id} (${provider}) is none of this package, whose ids are exact: ${snowflakeIds().join(', ')}.`,
            'If it is meant for these functions, make one with the exact id: an id in use cannot be changed without its connections.'
        );
    }
    const found: IntegrationId[] = [];
    for (const { unique_key: id, provider, display_name: title } of ours) {
        if (!isIntegrationId(id)) continue;
        const wanted = PROVIDERS[id];
        if (provider !== wanted && provider !== ALSO[id]) {
            report.failed(
                `integrations.${id}`,
                `${id} has the provider ${provider}.`,
                `Delete the integration, and make it again with the provider ${wanted}: a provider cannot be changed.`
            );
            continue;
        }
        found.push(id);
        report.ok(`integrations.${id}`, `${id} (${provider}), shown to customers as "${title ?? provider}".`);
        if (NAMELESS.test(title ?? '')) {
            report.note(
                `integrations.${id}.display_name`,
                `Customers see "${title ?? ''}" where they connect.`,
                `Set the display name in the settings of the integration, e.g. "${DISPLAY_NAMES[id]}".`
            );
        }
    }
    if (found.some(isSnowflake)) return found;
    report.failed(
        'integrations',
        `None of ${snowflakeIds().join(', ')} is there: no customer can connect Snowflake.`,
        `Make one: Integrations, Configure new integration; its id is exactly that, its provider e.g. ${PROVIDERS['snowflake-jwt']} for snowflake-jwt.`
    );
    return found;
}

const Deployed = z.object({ name: z.string(), version: z.string().nullish(), enabled: z.boolean().optional() });
const Config = z.array(
    z.object({
        providerConfigKey: z.string(),
        syncs: z.array(Deployed),
        actions: z.array(Deployed),
        'on-events': z.array(Deployed).default([])
    })
);
/** Where a connection is an account, and where it can have an export secret. */
const OF_ACCOUNTS = ['validate-connection', 'post-connection-creation'];
const OF_EXPORTS = ['pre-connection-deletion'];

export async function checkFunctions(
    nango: Nango,
    integrations: readonly IntegrationId[],
    version: string,
    report: Report
): Promise<void> {
    const config = Config.parse(await nango.getScriptsConfig());
    for (const id of integrations) {
        const deployed = config.find(({ providerConfigKey }) => providerConfigKey === id);
        const deploy = `npm run deploy -- <environment> ${id} (or, from a project of yours, nango-snowflake update and a deploy).`;
        const all = [...(deployed?.syncs ?? []), ...(deployed?.actions ?? [])];
        if (all.length === 0) {
            report.failed(`functions.${id}`, `Nothing is deployed to ${id}.`, `Deploy: ${deploy}`);
            continue;
        }
        const wanted = [...Object.keys(functions[id].syncs), ...Object.keys(functions[id].actions)];
        const events = [isSnowflake(id) ? OF_ACCOUNTS : [], isExporting(id) ? OF_EXPORTS : []].flat();
        const missing = [
            ...wanted.filter((name) => all.every((each) => each.name !== name)),
            ...events.filter((name) => deployed?.['on-events'].every((each) => each.name !== name) ?? true)
        ];
        const others = all.filter((each) => wanted.includes(each.name) && each.version !== version);
        const disabled = all.filter((each) => wanted.includes(each.name) && each.enabled === false);
        if (missing.length > 0) {
            report.failed(`functions.${id}`, `${id} lacks ${named(missing)}.`, `Deploy again: ${deploy}`);
        } else if (others.length > 0) {
            const versions = [...new Set(others.map((each) => each.version ?? 'none'))].join(', ');
            report.failed(
                `functions.${id}`,
                `${id} has functions of version ${versions}, and this is ${version}: ${named(others.map(({ name }) => name))}.`,
                `Deploy this version: ${deploy}`
            );
        } else {
            report.ok(`functions.${id}`, `${id}: ${wanted.length} functions of version ${version}.`);
        }
        const foreign = all.filter((each) => !wanted.includes(each.name)).map(({ name }) => name);
        if (foreign.length > 0) {
            report.note(
                `functions.${id}.others`,
                `${id} also has ${named(foreign)}, which this package does not.`,
                'A deploy of this integration from here removes them: keep functions of your own in a project that has both (docs/existing-project.md).'
            );
        }
        if (disabled.length > 0) {
            report.failed(
                `functions.${id}.disabled`,
                `Switched off in Nango: ${named(disabled.map(({ name }) => name))}.`,
                'Enable them on the page of the integration; a plan may limit how many run.'
            );
        }
    }
}

/** The first few, and how many more. */
function named(names: readonly string[]): string {
    const shown = names.slice(0, 5).join(', ');
    return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
