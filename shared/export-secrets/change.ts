/** Actions on one destination: by its id, within its organisation; what they begin, the sync goes on with. */
import { actionSpec } from '../nango/action-spec.js';
import type { ActionSpec } from '../nango/action-spec.js';
import { parseInput } from '../nango/report.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { SecretIdInputSchema } from './read.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { recallRow } from './recall.js';
import { runSyncSoon } from './schedule.js';

/** They take the id alone, and answer how the destination stands then. */
export const changeSpec = (description: string): ActionSpec<typeof SecretIdInputSchema, typeof ExportSecretSchema> =>
    actionSpec(description, SecretIdInputSchema, ExportSecretSchema);

interface Change {
    /** Throws where the destination's status does not allow it. */
    allow(row: Row): void;
    work(context: Context, type: DestinationType, row: Row): Promise<Row>;
}

export type ChangeAction = (nango: LifecycleHandle, input: unknown, type: DestinationType) => Promise<ExportSecret>;

export function changing({ allow, work }: Change): ChangeAction {
    return async (nango, input, type) => {
        const { id } = parseInput(SecretIdInputSchema, input);
        const row = await recallRow(nango, type, id);
        allow(row);
        const context = await openContext(nango, type.type, row.organization_id);
        const changed = await work(context, type, row);
        await runSyncSoon(nango);
        return context.record(changed);
    };
}
