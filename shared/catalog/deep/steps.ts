/** How a sync of objects in databases walks: by SHOW, or by queries where the settings ask for them and the kind has them. */
import type { NangoRecord } from '../../nango/handle.js';
import type { Bookmark } from '../bookmark.js';
import type { OpenWalk } from '../listed-model.js';
import { walkDatabases } from '../walk.js';
import type { Step } from '../walk.js';
import type { WalkedKind } from '../kind.js';
import type { Start } from '../syncs/start.js';
import { deepColumns } from './columns.js';
import type { DeepKind } from './deep-kind.js';
import { tellOfRefusal } from './refusal.js';
import { isOwn, walkDeep } from './walk.js';

/** By the name of the SHOW command. Of tables and views SHOW says all, in no more requests. */
const DEEP_KINDS: Readonly<Record<string, DeepKind>> = { COLUMNS: deepColumns };

export async function* stepsOf(
    { nango, settings, from, queries, scope }: Start,
    kind: WalkedKind,
    list: () => Promise<readonly string[]>,
    walk: Pick<OpenWalk<NangoRecord>, 'begin' | 'resumeAt'>
): AsyncGenerator<Step> {
    let { resumeAt } = walk;
    const deep = DEEP_KINDS[kind.plural];
    const source = settings.read_with?.source;
    if (!deep || !source) {
        yield* walkDatabases(from, kind, scope, list, resumeAt);
        return;
    }
    const isShort = await walk.begin();
    const databases = await list();
    if (isShort || isWithinPages(resumeAt)) {
        const isQueried = source === 'account_usage' ? isOwn(scope) : () => true;
        for await (const step of walkDatabases(from, kind, scope, () => databases, resumeAt)) {
            resumeAt = step.position;
            const isAsInView = step.kind === 'rows' && isQueried(resumeAt.place[0] ?? '');
            yield isAsInView ? { ...step, rows: step.rows.map((row) => deep.asInView(row)) } : step;
            if (isWhole(step)) break;
        }
    }
    let isTold = false;
    const onRefusal = async (place: string, error: Parameters<typeof tellOfRefusal>[2]): Promise<void> => {
        if (!isTold) await tellOfRefusal(nango, place, error);
        isTold = true;
    };
    yield* walkDeep({ from, queries, kind, deep, source, scope, resumeAt, isShort, onRefusal }, databases);
}

/** Only SHOW goes on within a place that it has begun by pages. */
function isWithinPages(at: Bookmark | null): boolean {
    return at !== null && at.page !== null;
}

/** Queries can go on behind it. */
function isWhole(step: Step): boolean {
    if (step.kind === 'reached' || isWithinPages(step.position)) return false;
    return step.kind === 'unreadable' || step.partial !== true;
}
