/** Whether a connection's syncs run: which failed last, which have not finished for long, which somebody has paused. */
import type { Nango } from '@nangohq/node';
import { z } from 'zod';

import { functions } from '../../client/index.js';
import type { IntegrationId } from '../../client/index.js';
import type { Report } from './finding.js';

const Runs = z.object({
    syncs: z.array(
        z.object({
            name: z.string(),
            status: z.string(),
            finishedAt: z.string().nullish(),
            frequency: z.string().nullish()
        })
    )
});

const DAY_MS = 86_400_000;
/** As Nango says how often: `every day`, `2d`. Such a sync may well be a day old. */
const SELDOM = /day|week|month|\dd/;

export async function checkRuns(
    nango: Nango,
    { id, integration }: { readonly id: string; readonly integration: IntegrationId },
    report: Report,
    now = Date.now()
): Promise<void> {
    const place = `connections.${integration}.${id}.syncs`;
    let runs: z.infer<typeof Runs>['syncs'];
    try {
        const { syncs } = Runs.parse(await nango.syncStatus(integration, '*', id));
        runs = syncs.filter(({ name }) => name in functions[integration].syncs);
    } catch {
        report.note(place, 'Nango does not say how its syncs run.');
        return;
    }
    const failed = runs.filter(({ status }) => status === 'ERROR');
    const going = runs.filter(({ status }) => status !== 'PAUSED' && status !== 'ERROR');
    const old = going.filter(
        ({ finishedAt, frequency }) =>
            finishedAt && now - Date.parse(finishedAt) > DAY_MS && !SELDOM.test(frequency ?? '')
    );
    const paused = runs.filter(({ status, finishedAt }) => status === 'PAUSED' && finishedAt);
    if (failed.length > 0) {
        report.failed(
            `${place}.failed`,
            `Failed last: ${named(failed)}.`,
            "Nango's log of the sync has the error, which ends with what to do."
        );
    }
    if (old.length > 0) {
        report.warning(
            `${place}.behind`,
            `Nothing finished for a day: ${named(old)}.`,
            "Look in Nango's log for a run that goes on, or does not begin; trigger the sync by hand."
        );
    }
    if (paused.length > 0) report.note(`${place}.paused`, `Paused: ${named(paused)}.`);
    const well = going.length - old.length;
    if (well > 0 && failed.length + old.length === 0) report.ok(place, `Syncs that run: ${well}.`);
}

function named(runs: z.infer<typeof Runs>['syncs']): string {
    return runs.map(({ name, finishedAt }) => (finishedAt ? `${name} (${finishedAt})` : name)).join(', ');
}
