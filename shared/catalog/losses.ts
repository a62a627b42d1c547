/** What a walk did not find, as far as it may not be believed to be gone. */
import type { NangoRecord } from '../nango/handle.js';
import { listed } from '../nango/listed-record.js';
import type { Census, Met } from '../sync/census.js';
import { hashOfId } from '../sync/census.js';
import { DEFAULT_LIMITS, largeLosses } from '../sync/deletion-guard.js';
import type { Loss } from '../sync/deletion-guard.js';
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
    const losses = measured(start, model, run);
    if (losses.length === 0 || run.before.scope === run.present.scope || !model.isLeftOut) return losses;
    // What changed settings leave out was not lost from sight. Which records those are, only the records say.
    for await (const record of start.nango.listRecords(model.model)) {
        if (!listed(record).isDeleted && model.isLeftOut(record)) run.met.mark(hashOfId(record.id));
    }
    run.known.countedTwice();
    return measured(start, model, run);
}

function measured({ settings }: Start, { groupOf }: Model, { known, met, now }: Compared): Loss[] {
    // No account is without a database, a role or a user: there, nothing at all is never an answer.
    if (groupOf === null && now.total === 0 && known.total > 0) {
        return [{ group: null, gone: known.total, known: known.total, exact: known.holdsAll }];
    }
    const { share, count } = settings.deletion_guard ?? {};
    return largeLosses(known, met, now, {
        share: share ?? DEFAULT_LIMITS.share,
        count: count ?? DEFAULT_LIMITS.count
    });
}
