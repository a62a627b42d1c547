/** Nango itself: reachable, the key taken; and what is set up in its environment. */
import type { Nango } from '@nangohq/node';
import { z } from 'zod';

import { CORRECT_HOST } from '../nango-access.js';
import type { Report } from './finding.js';

const Answered = z.object({ response: z.object({ status: z.number() }) });
const Network = z.object({ code: z.string() });
const List = z.array(z.object({ unique_key: z.string(), provider: z.string(), display_name: z.string().nullish() }));

/** The environment's integrations; null where Nango cannot be asked, which the report says. */
export async function checkNango(
    nango: Nango,
    { host, keyFrom }: { readonly host: string; readonly keyFrom: string },
    proxy: string | null,
    report: Report
): Promise<z.infer<typeof List> | null> {
    try {
        const { configs } = await nango.listIntegrations();
        const list = List.safeParse(configs);
        if (!list.success) {
            report.failed(
                'nango.reachable',
                `${host} answers, but not as Nango does.`,
                `Correct NANGO_HOSTPORT, or --host: ${CORRECT_HOST}`
            );
            return null;
        }
        report.ok('nango.reachable', `Nango answers at ${host}.`);
        report.ok('nango.key', `The secret key is accepted (${keyFrom}).`);
        return list.data;
    } catch (error) {
        refused(error, host, proxy, report);
        return null;
    }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The variable that sends requests to this host through a proxy, as the HTTP client of Nango's SDK reads them. */
export function proxyFor(host: string, variables: Variables): string | null {
    const ofScheme = new URL(host).protocol === 'https:' ? 'https_proxy' : 'http_proxy';
    const names = [ofScheme, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
    return names.find((name) => variables[name]) ?? null;
}

function refused(error: unknown, host: string, proxy: string | null, report: Report): void {
    const status = Answered.safeParse(error).data?.response.status;
    if (status === 401 || status === 403) {
        report.ok('nango.reachable', `Nango answers at ${host}.`);
        const what = status === 401 ? 'does not know the secret key' : 'does not let this key list integrations';
        report.failed(
            'nango.key',
            `Nango ${what}.`,
            'Take the secret key of the right environment (Environment Settings), and a key of its own host: one of Nango Cloud is unknown to your own Nango.'
        );
        return;
    }
    const code = Network.safeParse(error).data?.code;
    const why = status === undefined ? (code ?? 'no answer') : `status ${status}`;
    const through = proxy === null ? '' : ` Requests go through the proxy in ${proxy}, which may be what fails.`;
    report.failed(
        'nango.reachable',
        `Nango does not answer at ${host} (${why}).${through}`,
        `Check the network, and NANGO_HOSTPORT or --host: ${CORRECT_HOST}`
    );
}
