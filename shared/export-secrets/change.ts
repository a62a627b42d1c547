/** Actions on one destination: by its id, within its organisation; what they begin, the sync goes on with. */
import { actionSpec } from '../nango/action-spec.js';
import type { ActionSpec } from '../nango/action-spec.js';
import { parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { step } from './lifecycle.js';
import type { Step } from './lifecycle.js';
import { SecretIdInputSchema } from './read.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { recallRow } from './recall.js';
import { runSyncSoon } from './schedule.js';

/** They take the id alone, and answer how the destination stands then. */
export const changeSpec = (description: string): ActionSpec<typeof SecretIdInputSchema, typeof ExportSecretSchema> =>
    actionSpec(description, SecretIdInputSchema, ExportSecretSchema);

type Work = (context: Context, type: DestinationType, row: Row) => Promise<Row>;

export type ChangeAction = (nango: LifecycleHandle, input: unknown, type: DestinationType) => Promise<ExportSecret>;

/**
 * Refused where the destination's status does not allow the step, unless it is one that was cut off in it. Called as
 * `@__PURE__`: else an app's client, which takes only the specs beside it, would carry the work and the AWS SDK.
 */
export function changing(change: Step, work: Work, wasCutOff = (_row: Row): boolean => false): ChangeAction {
    return async (nango, input, type) => {
        const { id } = parseInput(SecretIdInputSchema, input);
        const row = await recallRow(nango, type, id);
        if (!wasCutOff(row)) step(row.status, change);
        const context = await openContext(nango, type.type, row.organization_id);
        const changed = await work(context, type, row);
        await runSyncSoon(nango);
        return context.record(changed);
    };
}
