/**
 * Whether a walk that did not meet many known records may delete them. A grant that was revoked, another role and
 * another account all look like objects that were dropped, and are far more common; so a large loss waits for a word.
 */
import { ActionableError } from '../errors.js';
import type { Census, Met } from './census.js';
import { OTHERS } from './census.js';

/** More than this share of what was known, and at least so many records. */
export interface LossLimits {
    readonly share: number;
    readonly count: number;
}

export const DEFAULT_LIMITS: LossLimits = { share: 0.3, count: 20 };

export interface Loss {
    /** The database; null for the model as a whole. */
    readonly group: string | null;
    readonly gone: number;
    readonly known: number;
    /** Counted, and not estimated from a sample. */
    readonly exact: boolean;
}

/** Known records that may go for another reason than being lost: by hash, with the group of each. */
export type Excused = ReadonlyMap<string, string>;

const NONE: Excused = new Map();

/** The losses that are too large to be believed: that of the whole model first, then those of its groups. */
export function largeLosses(
    before: Census,
    met: Met,
    now: Census,
    limits: LossLimits,
    excused: Excused = NONE
): Loss[] {
    const groups = new Map(before.groups.map(({ name, count }) => [name, { count, sampled: 0, missing: 0 }]));
    const all = { count: before.total, sampled: 0, missing: 0 };
    for (const hash of before.hashes) {
        if (excused.has(hash)) continue;
        const group = groups.get(before.groupOfHash(hash));
        for (const tally of group ? [all, group] : [all]) {
            tally.sampled += 1;
            if (!met.has(hash)) tally.missing += 1;
        }
    }
    for (const name of excused.values()) {
        for (const tally of [all, groups.get(name) ?? groups.get(OTHERS)]) if (tally) tally.count -= 1;
    }
    const loss = (group: string | null, { count, ...tally }: Tally, left: number | null): Loss => ({
        group,
        // What was saved since the last whole walk, and is excused, was never counted.
        ...lossOf({ ...tally, count: Math.max(count, tally.sampled) }, before, left)
    });
    return [
        loss(null, all, before.countsAreSure ? now.total : null),
        // What "others" are can differ from walk to walk.
        ...[...groups]
            .filter(([name]) => name !== OTHERS)
            .map(([name, tally]) => loss(name, tally, before.isCountSure(name) ? now.countOf(name) : null))
    ].filter(({ gone, known }) => gone >= limits.count && gone > limits.share * known);
}

interface Tally {
    readonly count: number;
    sampled: number;
    missing: number;
}

/**
 * Of a sample, what is lost at least, give or take one standard error: a loss that only may be large goes through. Where
 * fewer records are left than there were, the difference is lost for sure.
 */
function lossOf({ count, sampled, missing }: Tally, before: Census, left: number | null): Omit<Loss, 'group'> {
    if (before.holdsAll) return { gone: missing, known: sampled, exact: true };
    const share = sampled === 0 ? 0 : missing / sampled;
    const error = sampled === 0 ? 0 : Math.sqrt((share * (1 - share)) / sampled);
    const estimated = Math.round(count * Math.max(0, missing / (sampled + 1) - error));
    return { gone: Math.max(estimated, left === null ? 0 : count - left), known: count, exact: false };
}

export interface Withheld {
    /** What the records are: the model's name. */
    readonly model: string;
    readonly losses: readonly Loss[];
    /** What else has changed since the last whole walk, as sentences: it may be the reason. */
    readonly changes: readonly string[];
}

/** The error of a run that leaves its deletions undone. The first loss stands for all. */
export function deletionsWithheld({ model, losses, changes }: Withheld): ActionableError {
    const [first] = losses;
    const { gone, known } = first ?? { gone: 0, known: 0 };
    const each = losses.slice(0, 5).map((loss) => {
        const where = loss.group === null ? `${model} records` : `those of database ${loss.group}`;
        return `${loss.exact ? '' : 'about '}${loss.gone} of the ${loss.known} ${where}`;
    });
    const more = losses.length > 5 ? ` and more in ${losses.length - 5} other databases` : '';
    return new ActionableError(
        'deletions_withheld',
        [
            `This run did not find ${each.join(', ')}${more}.`,
            ...changes,
            'So many at once are more often out of sight (a grant revoked, another role, a share withdrawn, settings that leave them out) than dropped: nothing was deleted, and what is new was saved.'
        ].join(' '),
        "Give the access back or correct the settings; if they may go, set allow_deletions in the connection's metadata to a text that was not used before, such as today's date: it lets one whole run of each sync delete. From which loss on runs wait is set by deletion_guard.",
        { model, gone, known }
    );
}
