/** How a sync of objects in databases walks: by SHOW, or by queries where the settings ask for them and the kind has them. */
import { walkDatabases } from '../walk.js';
import type { Step } from '../walk.js';
import type { Bookmark } from '../bookmark.js';
import type { WalkedKind } from '../kind.js';
import type { Start } from '../syncs/start.js';
import { deepColumns } from './columns.js';
import type { DeepKind } from './deep-kind.js';
import { tellOfRefusal } from './refusal.js';
import { walkDeep } from './walk.js';

/** By the name of the SHOW command. Of tables and views SHOW says all, in no more requests. */
const DEEP_KINDS: Readonly<Record<string, DeepKind>> = { COLUMNS: deepColumns };

export async function* stepsOf(
    { nango, settings, from, queries, scope }: Start,
    kind: WalkedKind,
    list: () => Promise<readonly string[]>,
    resumeAt: Bookmark | null
): AsyncGenerator<Step> {
    const deep = DEEP_KINDS[kind.plural];
    const source = settings.read_with?.source;
    if (!deep || !source) {
        yield* walkDatabases(from, kind, scope, list, resumeAt);
        return;
    }
    let isTold = false;
    const onRefusal = async (place: string, error: Parameters<typeof tellOfRefusal>[2]): Promise<void> => {
        if (!isTold) await tellOfRefusal(nango, place, error);
        isTold = true;
    };
    yield* walkDeep({ from, queries, kind, deep, source, scope, resumeAt, onRefusal }, await list());
}
