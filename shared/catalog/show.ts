/**
 * SHOW under its cap of 10,000 rows. Past it Snowflake either cuts without a word or refuses with 090153; both read as
 * "capped" here, so that nobody takes a cut list for a whole one. What some accounts give past the cap
 * was not cut by it.
 * https://docs.snowflake.com/en/sql-reference/sql/show-tables#usage-notes
 */
import { REQUESTS_AT_ONCE, SHOW_CAP_ROWS } from '../limits.js';
import type { SnowflakeClient, StatementOptions, StatementResult } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { quoteLiteral } from '../snowflake/identifiers.js';
import { anchorsOf, namesOf, pageOf } from './bookmark.js';
import type { PageMark } from './bookmark.js';
import { noteNewColumns } from './new-columns.js';
import type { KnownColumns } from './new-columns.js';
import type { ShowRow } from './show-row.js';
import { showParts, showRows } from './show-row.js';

/** What SHOW itself leaves out: `like` is a pattern in any case (`%`, `_`), `startsWith` is case-sensitive. */
export interface ShowFilter {
    readonly like?: string;
    readonly startsWith?: string;
}

/** Runs SHOW statements with the role of the settings. */
export interface Show {
    readonly client: SnowflakeClient;
    readonly options: StatementOptions;
    /** What is known of the command that matters here: a column that is new is named in the log. */
    readonly known?: KnownColumns;
    /** Statements under way at once, where several are wanted. */
    readonly atOnce?: number;
}

export function atOnce(from: Show): number {
    return from.atOnce ?? REQUESTS_AT_ONCE;
}

export type Shown =
    | { readonly whole: true; readonly rows: ShowRow[] }
    /** `rows` are the first 10,000, or none where Snowflake refused. */
    | { readonly whole: false; readonly rows: ShowRow[] };

/** Nothing read yet, and too much expected for one answer. */
export const NOT_SHOWN: Shown = { whole: false, rows: [] };

/** An answer that the cap did not cut, too large to stand in memory: it is read part by part. */
export interface Streamed {
    readonly whole: true;
    readonly parts: AsyncIterable<ShowRow[]>;
}

export async function show(from: Show, statement: string): Promise<Shown> {
    return await shownBy(async () => shownOf(await rowsOf(from, statement)));
}

export interface ShowOptions {
    /** What the cap did not cut may come part by part, where it is large. */
    readonly inParts: boolean;
    /** Of a cut answer, the rows are wanted as well: they are not even parsed where they are not. */
    readonly firstRows: boolean;
}

export async function showWith(
    from: Show,
    statement: string,
    { inParts, firstRows }: ShowOptions
): Promise<Shown | Streamed> {
    return await shownBy<Shown | Streamed>(async () => {
        const result = await resultOf(from, statement);
        if (inParts && result.rowCount > SHOW_CAP_ROWS) return { whole: true, parts: showParts(result) };
        if (!firstRows && result.rowCount === SHOW_CAP_ROWS) return NOT_SHOWN;
        return shownOf(await showRows(result));
    });
}

function shownOf(rows: ShowRow[]): Shown {
    return { whole: rows.length !== SHOW_CAP_ROWS, rows };
}

async function shownBy<S>(read: () => Promise<S>): Promise<S | Shown> {
    try {
        return await read();
    } catch (error) {
        if (error instanceof SnowflakeError && error.code === 'result_too_large') return { whole: false, rows: [] };
        throw error;
    }
}

export interface NamePage {
    readonly rows: ShowRow[];
    /** Null on the last page. */
    readonly page: PageMark | null;
    /** The names to resume from are gone, so this page is the first one again. */
    readonly startsOver: boolean;
}

export interface PageOptions {
    readonly resumeAt?: PageMark;
    /** Rows per request: fewer than the cap where only a few are wanted. At least 3, so that every page moves on. */
    readonly pageRows?: number;
}

/**
 * All rows of a listing whose names are unique in it, by pages: the plain statement first, and `LIMIT … FROM` only
 * where the cap forces it. A page starts from a row before the last one, so a name seen before must be in it: that
 * proves the listing did not lose its place, at no extra request. (`FROM` a name that is gone gives no rows, which would
 * look like the end, or those after the next name that only begins with it.)
 */
export async function* pagesByName(
    from: Show,
    statement: string,
    first: Shown | undefined,
    { resumeAt, pageRows = SHOW_CAP_ROWS }: PageOptions = {}
): AsyncGenerator<NamePage> {
    const source: PageSource = { from, statement, pageRows };
    const resumed = resumeAt && (await resumedPage(source, resumeAt));
    let startsOver = resumeAt !== undefined && !resumed;
    let next = resumed ?? null;
    if (!next) {
        // Also where the names to resume from are gone: reading from the start again loses nothing.
        const shown = first ?? (pageRows < SHOW_CAP_ROWS ? NOT_SHOWN : await show(from, statement));
        if (shown.whole) {
            yield { rows: shown.rows, page: null, startsOver };
            return;
        }
        const rows = shown.rows.length > 0 ? shown.rows : await pageFrom(source, null);
        next = { rows, fresh: rows };
    }
    const ends = new Set<string>();
    for (;;) {
        const { rows, fresh } = next;
        const isLast = rows.length < pageRows;
        const names = rows.map((row) => row.required('name'));
        const end = names.at(-1) ?? '';
        // Pages that come round again would be read for ever.
        if (!isLast && ends.has(end)) throw listingChanged(statement);
        ends.add(end);
        yield { rows: fresh, page: isLast ? null : pageOf(names), startsOver };
        if (isLast) return;
        startsOver = false;
        next = await pageBehind(source, anchorsOf(names), new Set(names));
        if (!next) throw listingChanged(statement);
    }
}

interface PageSource extends Required<Pick<PageOptions, 'pageRows'>> {
    readonly from: Show;
    readonly statement: string;
}

interface NextPage {
    readonly rows: ShowRow[];
    /** Those behind the last one seen before. */
    readonly fresh: ShowRow[];
}

async function resumedPage(source: PageSource, at: PageMark): Promise<NextPage | null> {
    return await pageBehind(source, anchorsOf(at), new Set(namesOf(at)));
}

/** The page after the first anchor that leads to a name seen before: what stands behind that name goes on from there. */
async function pageBehind(
    source: PageSource,
    anchors: readonly (string | null)[],
    seen: ReadonlySet<string>
): Promise<NextPage | null> {
    for (const anchor of anchors) {
        const rows = await pageFrom(source, anchor);
        const known = rows.findLastIndex((row) => seen.has(row.required('name'))) + 1;
        const movesOn = known < rows.length || rows.length < source.pageRows;
        if (known > 0 && movesOn) return { rows, fresh: rows.slice(known) };
    }
    return null;
}

/** `after` null: the first page. */
async function pageFrom({ from, statement, pageRows }: PageSource, after: string | null): Promise<ShowRow[]> {
    const clause = after === null ? '' : ` FROM ${quoteLiteral(after)}`;
    return await rowsOf(from, `${statement} LIMIT ${pageRows}${clause}`);
}

async function rowsOf(from: Show, statement: string): Promise<ShowRow[]> {
    return await showRows(await resultOf(from, statement));
}

async function resultOf({ client, options, known }: Show, statement: string): Promise<StatementResult> {
    const result = await client.execute(statement, options);
    if (known !== undefined) await noteNewColumns(client, statement, result.columns, known);
    return result;
}

function listingChanged(statement: string): SnowflakeError {
    return new SnowflakeError(
        'unavailable',
        `The listing of "${statement}" changed while it was read, and its place in it was lost.`,
        'Nothing is lost: the next run starts over.'
    );
}
