/** Actions on one destination: by its id, within its organisation; what they begin, the sync goes on with. */
import { parseInput } from '../nango/report.js';
import { VERSION } from '../version.js';
import { openContext } from './context.js';
import type { Context, LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { SecretIdInputSchema } from './read.js';
import { ExportSecretSchema } from './record.js';
import type { ExportSecret, Row } from './record.js';
import { recallRow } from './recall.js';
import { runSyncSoon } from './schedule.js';

export interface ChangeSpec<Description extends string> {
    readonly description: Description;
    readonly version: typeof VERSION;
    readonly input: typeof SecretIdInputSchema;
    readonly output: typeof ExportSecretSchema;
}

export function changeSpec<Description extends string>(description: Description): ChangeSpec<Description> {
    return { description, version: VERSION, input: SecretIdInputSchema, output: ExportSecretSchema };
}

interface Change {
    /** Throws where the destination's status does not allow it. */
    allow(row: Row): void;
    work(context: Context, type: DestinationType, row: Row): Promise<Row>;
}

export type ChangeAction = (nango: LifecycleHandle, input: unknown, type: DestinationType) => Promise<ExportSecret>;

/**
 * What each action does around its own work. The actions call it in functions of their own: made by a call as their module
 * loads, they would stay, with the AWS SDK, in an app's client, which takes only the spec.
 */
export async function change(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType,
    { allow, work }: Change
): Promise<ExportSecret> {
    const { id } = parseInput(SecretIdInputSchema, input);
    const row = await recallRow(nango, type, id);
    allow(row);
    const context = await openContext(nango, type.type, row.organization_id);
    const changed = await work(context, type, row);
    await runSyncSoon(nango);
    return context.record(changed);
}
