/** What a walk did not find, as far as it may not be believed to be gone. */
import type { NangoRecord } from '../nango/handle.js';
import { listed } from '../nango/listed-record.js';
import type { Census, Met } from '../sync/census.js';
import { hashOfId, OTHERS } from '../sync/census.js';
import { DEFAULT_LIMITS, largeLosses } from '../sync/deletion-guard.js';
import type { Excused, Loss } from '../sync/deletion-guard.js';
import type { Memory } from './checkpoint.js';
import type { ListedModel } from './listed-model.js';
import type { Start } from './syncs/start.js';

export interface Compared {
    readonly before: Memory;
    readonly present: Memory;
    /** The records of the last whole walk, and which of them were met. */
    readonly known: Census;
    readonly met: Met;
    /** The records of this walk. */
    readonly now: Census;
}

type Model = Pick<ListedModel<NangoRecord>, 'model' | 'groupOf' | 'isLeftOut'>;

export async function lossesOf(start: Start, model: Model, run: Compared): Promise<Loss[]> {
    const losses = measured(start, model, run, new Map());
    if (losses.length === 0 || run.before.scope === run.present.scope || !model.isLeftOut) return losses;
    // What changed settings leave out was not lost from sight. Which records those are, only the records say.
    const leftOut = new Map<string, string>();
    for await (const record of start.nango.listRecords(model.model)) {
        if (!listed(record).isDeleted && model.isLeftOut(record)) {
            leftOut.set(hashOfId(record.id), model.groupOf?.(record.id) ?? OTHERS);
        }
    }
    return measured(start, model, run, leftOut);
}

function measured({ settings }: Start, { groupOf }: Model, { known, met, now }: Compared, leftOut: Excused): Loss[] {
    // No account is without a database, a role or a user: there, nothing at all is never an answer.
    if (groupOf === null && now.total === 0 && known.total > 0) {
        return [{ group: null, gone: known.total, known: known.total, exact: known.holdsAll }];
    }
    const { share, count } = settings.deletion_guard ?? {};
    const limits = { share: share ?? DEFAULT_LIMITS.share, count: count ?? DEFAULT_LIMITS.count };
    return largeLosses(known, met, now, limits, leftOut);
}
