/**
 * One page of a listing: the walk of the syncs, read place by place until the page is full (by count or by the bytes
 * of the output), and a cursor that goes on exactly after the last item.
 *
 * What a place shows as a whole is put in order here, and the cursor names the last item, so that objects made or
 * dropped between two pages neither hide nor repeat others. Only pages by name (past the cap, or with a limit) keep
 * Snowflake's order, and their cursor names the last three objects.
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { decodeCursor, digestOfRequest, encodeCursor } from '../../nango/cursor.js';
import { OutputBudget } from '../../nango/output-budget.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { dropUnset } from '../../snowflake/context.js';
import { SnowflakeError } from '../../snowflake/errors.js';
import { qualifiedName } from '../../snowflake/identifiers.js';
import { before, BookmarkSchema, pageBehind, within } from '../bookmark.js';
import type { Keyed, KindListing, WalkedKind } from '../kind.js';
import { comparePaths } from '../paths.js';
import type { Scope } from '../scope.js';
import { SHOW_CAP_ROWS } from '../../limits.js';
import type { ShowFilter } from '../show.js';
import { walkPlaces } from '../walk.js';
import type { Place, Step, Walk } from '../walk.js';
import type { PageInput, ScopeInput } from './input.js';
import { rootsOf } from './input.js';
import { likePattern, showWith } from './show-with.js';

/** A page by name begins with a row that is known already, and one more row says that there is a next page. */
const ROWS_BESIDE_LIMIT = 2;

const CursorSchema = z.object({
    /** Which of the scope's readings it is. */
    root: z.int().min(0),
    at: BookmarkSchema.nullable(),
    /** Items up to this key were given, in the order of keys. */
    after: z.array(anyText).readonly().nullable()
});
type Cursor = z.infer<typeof CursorSchema>;
type Reached = Omit<Cursor, 'root'>;

type ListedKind = WalkedKind & { readonly listing: KindListing };
type Item = Keyed<Record<string, unknown>>;

export const UnreadableSchema = z.object({ name: anyText, message: anyText });

export interface Page {
    readonly items: Record<string, unknown>[];
    readonly next_cursor: string | null;
    /** Places that could not be read, with the reason. */
    readonly unreadable: z.infer<typeof UnreadableSchema>[];
}

export async function listPage(
    client: SnowflakeClient,
    kind: ListedKind,
    input: PageInput & ScopeInput
): Promise<Page> {
    const { limit: _limit, cursor: text, ...asked } = input;
    const request = digestOfRequest([kind.plural, asked]);
    const cursor = text === undefined ? null : decodeCursor(CursorSchema, text, request);
    const roots = rootsOf(input);
    let refusal: SnowflakeError | null = null;
    for (const [index, root] of roots.entries()) {
        if (cursor && cursor.root !== index) continue;
        const page = await readPage(client, kind, input, root, cursor);
        if (!(page instanceof SnowflakeError)) {
            const next = page.next && encodeCursor({ root: index, ...page.next }, request);
            return { items: page.items, next_cursor: next, unreadable: page.unreadable };
        }
        refusal ??= page;
        if (page.code !== 'object_not_found') break;
    }
    throw refusal?.code === 'object_not_found' ? namedNotFound(roots[0], refusal) : (refusal ?? listingLost(kind));
}

/** Snowflake's own text often leaves out what it looked for. In an account's listing it can be the role alone. */
function namedNotFound(root: Place | undefined, refusal: SnowflakeError): SnowflakeError {
    if (root === undefined || root.names.length === 0) return refusal;
    return new SnowflakeError(
        'object_not_found',
        `${qualifiedName(...root.names)} does not exist, or the role may not see it.`,
        refusal.remedy,
        { cause: refusal }
    );
}

interface Read {
    readonly items: Record<string, unknown>[];
    readonly unreadable: z.infer<typeof UnreadableSchema>[];
    readonly next: Reached | null;
}

/** The page, or why the root itself cannot be read. */
async function readPage(
    client: SnowflakeClient,
    kind: ListedKind,
    input: PageInput & ScopeInput,
    root: Place,
    cursor: Cursor | null
): Promise<Read | SnowflakeError> {
    const items: Record<string, unknown>[] = [];
    const unreadable: z.infer<typeof UnreadableSchema>[] = [];
    const budget = new OutputBudget();
    const after = cursor?.after ?? null;
    let reached: Reached | null = cursor && { at: cursor.at, after };
    let lost: string | null = null;
    for await (const step of walkPlaces(walkOf(client, kind, input, cursor), [root])) {
        if (step.kind === 'reached') continue;
        if (step.kind === 'unreadable') {
            if (step.place.names.length === root.names.length) return step.error;
            const entry = { name: qualifiedName(...step.place.names), message: step.error.advice };
            if (!budget.take(entry)) return { items, unreadable, next: reached };
            unreadable.push(entry);
            reached = { at: step.position, after };
            continue;
        }
        if (step.startsOver) lost = cursor?.at?.page?.last ?? null;
        const found = itemsOf(kind, input, step, cursor);
        const known: number = lost === null ? 0 : found.findIndex(({ name }) => name === lost) + 1;
        if (lost !== null && known === 0) {
            if (step.position.page === null) throw listingLost(kind);
            continue;
        }
        lost = null;
        for (let index = known; index < found.length; index += 1) {
            const entry = found[index];
            if (!entry) break;
            if (items.length === input.limit || !budget.take(entry.item)) {
                if (items.length === 0) throw itemTooLarge(kind, entry);
                const next = index === 0 ? reached : cutBefore(step, found, index, reached, after);
                return { items, unreadable, next };
            }
            items.push(entry.item);
        }
        reached = { at: step.position, after };
    }
    return { items, unreadable, next: null };
}

type Rows = Extract<Step, { kind: 'rows' }>;

/** The items of a step that this page still lacks, in the order in which they are given. */
function itemsOf(kind: ListedKind, { like, starts_with: start }: PageInput, step: Rows, cursor: Cursor | null): Item[] {
    const keyed = kind.listing.toItems(step.rows, like !== undefined || start !== undefined);
    const wanted = start === undefined || kind.startsWith ? keyed : keyed.filter(({ name }) => name.startsWith(start));
    if (!step.paged) wanted.sort((a, b) => comparePaths(a.key, b.key));
    const after = cursor?.after;
    if (!after) return wanted;
    const left = kind.listing.itemsAfter ? kind.listing.itemsAfter(wanted, after) : wanted.filter(isBehind(after));
    if (left === null) throw listingLost(kind);
    return left;
}

function isBehind(after: readonly string[]): (item: Item) => boolean {
    return ({ key }) => comparePaths(key, after) > 0;
}

/** The cursor for a page that ends within a step, before the item at `index` (which is not the step's first). */
function cutBefore(
    step: Rows,
    found: readonly Item[],
    index: number,
    reached: Reached | null,
    after: readonly string[] | null
): Reached {
    const last = found[index - 1];
    const { place } = step.position;
    if (!step.paged) return { at: before(place), after: last?.key ?? after };
    const given = found.slice(0, index).map(({ name }) => name);
    return { at: within(place, pageBehind(given, reached?.at?.page)), after };
}

function walkOf(client: SnowflakeClient, kind: ListedKind, input: PageInput & ScopeInput, cursor: Cursor | null): Walk {
    return {
        from: showWith(client, input.role, kind),
        kind,
        scope: scopeOf(input),
        resumeAt: cursor?.at ?? null,
        filter: filterOf(kind.startsWith, input),
        oneByOne: true,
        progress: { hasFound: false, at: cursor?.at ?? null },
        ...(input.limit !== undefined && { pageRows: Math.min(input.limit + ROWS_BESIDE_LIMIT, SHOW_CAP_ROWS) })
    };
}

function scopeOf({ schema, include_information_schema: included }: ScopeInput): Scope {
    const everything = included === true || schema?.toUpperCase() === 'INFORMATION_SCHEMA';
    return {
        includesDatabase: () => true,
        includesSchema: (_database, name) => everything || name !== 'INFORMATION_SCHEMA'
    };
}

/** A command without STARTS WITH is asked for the same prefix in any case, and the case is looked at here. */
function filterOf(takesStart: boolean, { like, starts_with: start }: PageInput): ShowFilter {
    if (start === undefined || takesStart) return dropUnset({ like, startsWith: start });
    return { like: like ?? `${likePattern(start)}%` };
}

function listingLost(kind: ListedKind): SnowflakeError {
    return new SnowflakeError(
        'unavailable',
        `The ${kind.plural.toLowerCase()} that the cursor goes on from are gone.`,
        'List again from the first page.'
    );
}

function itemTooLarge(kind: ListedKind, { name }: Item): SnowflakeError {
    return new SnowflakeError(
        'result_too_large',
        `"${name}" among the ${kind.plural.toLowerCase()} is larger than an action's output may be.`,
        'Leave it out by the filters, or read it by a query.'
    );
}
