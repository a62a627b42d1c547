/**
 * SHOW under its cap of 10,000 rows. Past it Snowflake either cuts without a word or refuses with 090153; both read as
 * "capped" here, so that nobody takes a cut list for a whole one.
 * https://docs.snowflake.com/en/sql-reference/sql/show-tables#usage-notes
 */
import type { SnowflakeClient, StatementOptions } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { quoteLiteral } from '../snowflake/identifiers.js';
import type { ShowRow } from './show-row.js';
import { showRows } from './show-row.js';

export const SHOW_CAP_ROWS = 10_000;

/** How many rows before the last one a page may start from, when those after were dropped meanwhile. */
const ANCHORS = 5;

/** What SHOW itself leaves out: `like` is a pattern in any case (`%`, `_`), `startsWith` is case-sensitive. */
export interface ShowFilter {
    readonly like?: string;
    readonly startsWith?: string;
}

/** Runs SHOW statements with the role of the settings. */
export interface Show {
    readonly client: SnowflakeClient;
    readonly options: StatementOptions;
}

export type Shown =
    | { readonly whole: true; readonly rows: ShowRow[] }
    /** `rows` are the first 10,000, or none where Snowflake refused. */
    | { readonly whole: false; readonly rows: ShowRow[] };

export async function show(from: Show, statement: string): Promise<Shown> {
    try {
        const rows = await showRows(await from.client.execute(statement, from.options));
        return { whole: rows.length < SHOW_CAP_ROWS, rows };
    } catch (error) {
        if (error instanceof SnowflakeError && error.code === 'result_too_large') return { whole: false, rows: [] };
        throw error;
    }
}

/** Where a paged listing stands: the last name seen, and names shortly before it to go on from. */
export interface PagePosition {
    readonly last: string;
    readonly anchor: string;
}

export interface NamePage {
    readonly rows: ShowRow[];
    /** Null on the last page. */
    readonly position: PagePosition | null;
    /** The names to resume from are gone, so this page is the first one again. */
    readonly startsOver: boolean;
}

export interface PageOptions {
    readonly resumeAt?: PagePosition;
    /** Rows per request: fewer than the cap where only a few are wanted. At least 3, so that every page moves on. */
    readonly pageRows?: number;
}

/**
 * All rows of a listing whose names are unique in it, by pages: the plain statement first, and `LIMIT … FROM` only
 * where the cap forces it. A page starts from the row before the last one, so its first row must be the last one seen:
 * that proves the listing did not lose its place, at no extra request. (`FROM` a name that is gone gives no rows, which
 * would look like the end.)
 */
export async function* pagesByName(
    from: Show,
    statement: string,
    first: Shown | undefined,
    { resumeAt, pageRows = SHOW_CAP_ROWS }: PageOptions = {}
): AsyncGenerator<NamePage> {
    const source: PageSource = { from, statement, pageRows };
    let rows = resumeAt ? await resumedPage(source, resumeAt) : [];
    let startsOver = resumeAt !== undefined && rows.length === 0;
    let seen = new Set<string>();
    if (resumeAt && rows.length > 0) seen = new Set([resumeAt.anchor, resumeAt.last]);
    else {
        // Also where the name to resume from is gone: reading from the start again loses nothing.
        const shown = first ?? (pageRows < SHOW_CAP_ROWS ? NOT_SHOWN : await show(from, statement));
        if (shown.whole) {
            yield { rows: shown.rows, position: null, startsOver };
            return;
        }
        rows = shown.rows.length > 0 ? shown.rows : await page(source, null);
    }
    for (;;) {
        const fresh = rows.filter((row) => !seen.has(row.required('name')));
        const isLast = rows.length < pageRows;
        if (fresh.length === 0 && !isLast) throw listingChanged(statement);
        yield { rows: fresh, position: isLast ? null : positionAfter(rows), startsOver };
        if (isLast) return;
        startsOver = false;
        seen = new Set(rows.map((row) => row.required('name')));
        rows = await pageFrom(source, anchorsOf(rows));
    }
}

/** Nothing read yet, and too much expected for one answer. */
const NOT_SHOWN: Shown = { whole: false, rows: [] };

interface PageSource extends Required<Pick<PageOptions, 'pageRows'>> {
    readonly from: Show;
    readonly statement: string;
}

/** From the row before the last one, or from the last one itself where that row was dropped meanwhile. */
async function resumedPage(source: PageSource, { anchor, last }: PagePosition): Promise<ShowRow[]> {
    const rows = await page(source, anchor);
    return rows.length > 0 || anchor === last ? rows : await page(source, last);
}

/** The page after the first anchor that still exists. */
async function pageFrom(source: PageSource, anchors: readonly string[]): Promise<ShowRow[]> {
    for (const anchor of anchors) {
        const rows = await page(source, anchor);
        if (rows.length > 0) return rows;
    }
    throw listingChanged(source.statement);
}

async function page({ from, statement, pageRows }: PageSource, after: string | null): Promise<ShowRow[]> {
    const clause = after === null ? '' : ` FROM ${quoteLiteral(after)}`;
    return await showRows(await from.client.execute(`${statement} LIMIT ${pageRows}${clause}`, from.options));
}

/** The names before the last one, nearest first. */
function anchorsOf(rows: readonly ShowRow[]): string[] {
    return rows
        .slice(-1 - ANCHORS, -1)
        .map((row) => row.required('name'))
        .toReversed();
}

function positionAfter(rows: readonly ShowRow[]): PagePosition | null {
    const last = rows.at(-1);
    const anchor = rows.at(-2);
    return last && anchor ? { last: last.required('name'), anchor: anchor.required('name') } : null;
}

function listingChanged(statement: string): SnowflakeError {
    return new SnowflakeError(
        'unavailable',
        `The listing of "${statement}" changed while it was read, and its place in it was lost.`,
        'Nothing is lost: the next run starts over.'
    );
}
