/**
 * Where a walk stands: the one thing that a checkpoint of a sync and a cursor of a listing both say. Its schema, the steps
 * that move it on and both of its text forms are here; whoever walks only compares places with it.
 *
 * The thing to get right: a name is no place in a listing by itself. What comes after a name that is gone cannot be asked
 * for, so a page is marked by the last name seen and by two before it, from one of which it can be gone on with.
 */
import { z } from 'zod';
import { anyBoolean, anyText } from '../schema.js';
import { compareNames } from '../snowflake/identifiers.js';

/** The last name seen, and the two before it to go on from; '' is the beginning. */
const PageMarkSchema = z.object({ last: anyText, anchor: anyText, anchor_before: anyText });
export type PageMark = Readonly<z.infer<typeof PageMarkSchema>>;

/** The cursor's form. */
export const BookmarkSchema = z.object({
    /** Everything up to and including this place has been walked: the names of a database, a schema in it, an object. */
    place: z.array(anyText).readonly(),
    /** How far within it, where it is paged by name. */
    page: PageMarkSchema.nullable(),
    /** Everything before the place has been walked; the place itself is to be read once more. */
    again: anyBoolean
});
export type Bookmark = Readonly<z.infer<typeof BookmarkSchema>> & {
    /** A place further on that has more than one answer gives: the walk goes on with its parts. Of a sync alone. */
    readonly divided?: readonly string[];
};

/** The anchor that stands for the beginning of the listing. */
const FROM_THE_BEGINNING = '';

/** How many rows before the last one a page may start from, when those after were dropped meanwhile. */
const ANCHORS = 6;

/** Everything up to and including `place` has been walked. */
export function behind(place: readonly string[]): Bookmark {
    return { place, page: null, again: false };
}

/** The place has been walked as far as the page goes, or all of it where there is none. */
export function within(place: readonly string[], page: PageMark | null): Bookmark {
    return { place, page, again: false };
}

/** The place is read once more, as a whole. */
export function before(place: readonly string[]): Bookmark {
    return { place, page: null, again: true };
}

/** As far as `at`, and the place behind it is known to be too large for one answer. */
export function divided(place: readonly string[], at: Bookmark | null): Bookmark {
    return { ...(at ?? before([])), divided: place };
}

/** Behind names that a listing gave, in its order, after the page that `earlier` marks. */
export function pageBehind(names: readonly string[], earlier: PageMark | null | undefined): PageMark {
    const [last = '', anchor = FROM_THE_BEGINNING, anchor_before = FROM_THE_BEGINNING] = [
        ...names.toReversed(),
        ...(earlier ? [earlier.last, earlier.anchor] : [])
    ];
    return { last, anchor, anchor_before };
}

/** Behind a page of rows that may have more behind it; null where it has too few names to go on from. */
export function pageOf(names: readonly string[]): PageMark | null {
    return names.length < 2 ? null : pageBehind(names.slice(-3), null);
}

/** The names from which to ask for what is behind a page, nearest first: never from its last one itself. */
export function anchorsOf(page: PageMark | readonly string[]): (string | null)[] {
    const names = isMark(page) ? [page.anchor, page.anchor_before] : page.slice(-1 - ANCHORS, -1).toReversed();
    return [...new Set(names)].map((name) => (name === FROM_THE_BEGINNING ? null : name));
}

/** The names of which one must come again, for a page to follow on. */
export function namesOf(page: PageMark): string[] {
    return [page.last, page.anchor, page.anchor_before];
}

function isMark(page: PageMark | readonly string[]): page is PageMark {
    return 'last' in page;
}

/** Walked already: the place lies before the bookmark, or the bookmark behind it. */
export function isWalked(place: readonly string[], at: Bookmark | null): boolean {
    if (!at) return false;
    for (const [depth, name] of place.entries()) {
        const reached = at.place[depth];
        if (reached === undefined) return !at.again;
        const order = compareNames(name, reached);
        if (order !== 0) return order < 0;
    }
    return at.place.length === place.length && at.page === null && !at.again;
}

/** The bookmark lies inside the place: its parts or pages go on, and it needs no statement of its own. */
export function isInside(place: readonly string[], at: Bookmark | null): boolean {
    if (at === null) return false;
    const isReached = leadsTo(place, at.place) && (at.place.length > place.length || at.page !== null);
    // The account has no names, and would lead to what is not set.
    return isReached || (at.divided !== undefined && leadsTo(place, at.divided));
}

function leadsTo(place: readonly string[], other: readonly string[]): boolean {
    return place.every((name, depth) => other[depth] === name);
}

/** The innermost place that is walked in part; that of the whole account has no names. */
export function unfinished(at: Bookmark | null): readonly string[] {
    if (at === null) return [];
    if (at.divided !== undefined && !isWalked(at.divided, at)) return at.divided;
    return at.page === null ? at.place.slice(0, -1) : at.place;
}

/** The page to go on behind in the place. */
export function pageInside(place: readonly string[], at: Bookmark | null): PageMark | null {
    return at !== null && at.place.length === place.length && leadsTo(place, at.place) ? at.page : null;
}

/** The checkpoint's form. An empty text means "not set". */
export const bookmarkFields = {
    database: anyText.describe('Where the walk stands: everything up to here was saved.'),
    schema: anyText,
    object: anyText,
    page_last: anyText,
    page_anchor: anyText,
    page_anchor_before: anyText
};
const FieldsSchema = z.object(bookmarkFields);
export type BookmarkFields = Readonly<z.infer<typeof FieldsSchema>>;

/** Null stands for the beginning. */
export function toFields(at: Bookmark | null): BookmarkFields {
    const [database = '', schema = '', object = ''] = at?.place ?? [];
    const { last = '', anchor = '', anchor_before = '' } = at?.page ?? {};
    return { database, schema, object, page_last: last, page_anchor: anchor, page_anchor_before: anchor_before };
}

/** Null where nothing is noted as walked. */
export function fromFields(fields: BookmarkFields): Bookmark | null {
    const place = [fields.database, fields.schema, fields.object].filter((name) => name !== '');
    const { page_last: last, page_anchor: anchor, page_anchor_before: anchor_before } = fields;
    const page = last === '' ? null : { last, anchor, anchor_before };
    return place.length === 0 && page === null ? null : within(place, page);
}
