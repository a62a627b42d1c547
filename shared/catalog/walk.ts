/**
 * The walk over an account for its objects: the widest request first (for a sync one per database), and narrower ones
 * (its schemas, then their tables) only where the cap of 10,000 rows forces it. Requests run ahead, bounded; results
 * come in one fixed order, so that a checkpoint or a cursor can name a place in it.
 */
import { pMapIterable } from '../vendor/p-map.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { compareNames, qualifiedName, quoteLiteral, quotePath } from '../snowflake/identifiers.js';
import { behind, divided, isInside, isWalked, pageInside, unfinished, within } from './bookmark.js';
import type { Bookmark } from './bookmark.js';
import { databaseNames } from './databases.js';
import { ForeignRows, refuseForeignRows } from './foreign-rows.js';
import type { Scope } from './scope.js';
import { atOnce, NOT_SHOWN, pagesByName, show, showWith } from './show.js';
import type { Show, ShowFilter, Shown, Streamed } from './show.js';
import type { ShowRow } from './show-row.js';
import { IN_DATABASE, IN_SCHEMA } from './kind.js';
import type { Level, WalkedKind } from './kind.js';

/** A place in the account: the account itself (no names), a database, a schema in it, or a table or view in that. */
export interface Place {
    readonly names: readonly string[];
    readonly isView?: boolean;
}

export type Step =
    | {
          readonly kind: 'rows';
          readonly rows: ShowRow[];
          readonly position: Bookmark;
          /** One page of several, in Snowflake's order; else all that the place has. */
          readonly paged: boolean;
          /** The name to resume from is gone, and the place's pages begin anew. */
          readonly startsOver: boolean;
          /** More rows of the place follow, and nothing says yet how far it was walked. */
          readonly partial?: boolean;
      }
    /** Nothing was found, but what was asked need not be asked again. */
    | { readonly kind: 'reached'; readonly position: Bookmark }
    | {
          readonly kind: 'unreadable';
          readonly place: Place;
          readonly error: SnowflakeError;
          readonly position: Bookmark;
      };

export interface Walk {
    readonly from: Show;
    readonly kind: WalkedKind;
    readonly scope: Scope;
    readonly resumeAt: Bookmark | null;
    readonly filter?: ShowFilter;
    /** Rows per request where names are unique, for a reader that wants only so many. */
    readonly pageRows?: number;
    /** Read a place only when it is asked for. Unset: a few ahead. */
    readonly oneByOne?: boolean;
    readonly progress: Progress;
}

/** Of all that was yielded. */
export interface Progress {
    /** What was found first is worked on before more is asked for: a short execution must get further. */
    hasFound: boolean;
    at: Bookmark | null;
}

/**
 * Walks the databases (`list` gives their names, in any order) and yields what it finds, place by place. The list is asked
 * for when it is needed. `at`: how far everything was walked before, where that is not where this walk goes on.
 */
export async function* walkDatabases(
    from: Show,
    kind: WalkedKind,
    scope: Scope,
    list: () => readonly string[] | Promise<readonly string[]>,
    resumeAt: Bookmark | null,
    at = resumeAt
): AsyncGenerator<Step> {
    const walk: Walk = { from, kind, scope, resumeAt, progress: { hasFound: false, at } };
    const left = yield* walkRest(walk);
    const places = [...(await list())].sort(compareNames).map((name): Place => ({ names: [name] }));
    yield* walkPlaces({ ...walk, resumeAt: left }, places);
}

/**
 * What an earlier execution has begun, from the inside out, before anything above it is listed: an execution that lives for
 * a few requests would not come to it. Where it is behind then.
 */
async function* walkRest(walk: Walk): AsyncGenerator<Step, Bookmark | null> {
    let { resumeAt } = walk;
    for (let names = unfinished(resumeAt); names.length > 0; names = names.slice(0, -1)) {
        try {
            yield* walkInside({ ...walk, resumeAt }, { names });
        } catch (error) {
            if (!isOfPlace(error)) throw error;
            // It is met once more from above, or is not there any more.
            return walk.progress.at;
        }
        resumeAt = behind(names);
        yield reached(walk, resumeAt);
    }
    return resumeAt;
}

/** Walks places in the order given, which must be that of their names. */
export async function* walkPlaces(walk: Walk, places: readonly Place[]): AsyncGenerator<Step> {
    const ahead = places.filter((place) => !isWalked(place.names, walk.resumeAt));
    while (ahead.length > 0 && (walk.oneByOne === true || !walk.progress.hasFound)) {
        const [place] = ahead.splice(0, 1);
        if (place) yield* walkPlace(walk, place, await open(walk, place));
    }
    const opened = pMapIterable(ahead, async (place) => ({ place, shown: await open(walk, place) }), {
        concurrency: atOnce(walk.from)
    });
    for await (const { place, shown } of opened) yield* walkPlace(walk, place, shown);
}

type Opened = Shown | Streamed | SnowflakeError;

async function open(walk: Walk, place: Place): Promise<Opened> {
    const isPaged = walk.kind.pagedIn === levelOf(place);
    if ((isPaged && walk.pageRows !== undefined) || isInside(place.names, walk.resumeAt)) return NOT_SHOWN;
    try {
        const statement = statementFor(walk, place);
        const shown = await showWith(walk.from, statement, { inParts: walk.oneByOne !== true, firstRows: isPaged });
        if ('parts' in shown) return shown;
        refuseForeignRows(shown.rows, place.names, walk.kind.names);
        if (shown.whole && shown.rows.length === 0) await refuseEmptyTwin(walk, place);
        return shown;
    } catch (error) {
        if (isOfPlace(error)) return error;
        throw error;
    }
}

/**
 * No rows cannot say whose they are: where `"sales"` is read as SALES, an empty SALES would empty the records of "sales".
 * Its schemas say it, as every database has an INFORMATION_SCHEMA. A listing deletes nothing, and needs no proof.
 */
async function refuseEmptyTwin({ from, oneByOne }: Walk, { names }: Place): Promise<void> {
    const [database] = names;
    if (oneByOne === true || database === undefined || database === database.toUpperCase()) return;
    const schemas = await show(from, `SHOW SCHEMAS IN DATABASE ${quotePath(database)}`);
    refuseForeignRows(schemas.rows, [database], IN_DATABASE.names);
}

/** Trouble with this one place: the others can be walked all the same. */
function isOfPlace(error: unknown): error is SnowflakeError {
    return isRefusedStatement(error) || error instanceof ForeignRows || error instanceof TooLarge;
}

/** Clauses in Snowflake's order: LIKE, IN, STARTS WITH (and LIMIT, which pages add). */
function statementFor({ kind, filter }: Walk, place: Place): string {
    return [
        `SHOW ${kind.plural}`,
        filter?.like === undefined ? '' : ` LIKE ${quoteLiteral(filter.like)}`,
        scopeClause(kind, place),
        filter?.startsWith === undefined ? '' : ` STARTS WITH ${quoteLiteral(filter.startsWith)}`
    ].join('');
}

function scopeClause(kind: WalkedKind, place: Place): string {
    if (place.names.length === 0) return kind.livesIn === 'account' ? '' : ' IN ACCOUNT';
    const level = place.isView ? 'VIEW' : levelOf(place).toUpperCase();
    return ` IN ${level} ${quotePath(...place.names)}`;
}

async function* walkPlace(walk: Walk, place: Place, shown: Opened): AsyncGenerator<Step> {
    for await (const step of stepsIn(walk, place, shown)) {
        yield step;
        walk.progress.at = step.position;
        if (step.kind !== 'reached') walk.progress.hasFound = true;
    }
}

function reached({ progress }: Walk, position: Bookmark): Step {
    progress.at = position;
    return { kind: 'reached', position };
}

async function* stepsIn(walk: Walk, place: Place, shown: Opened): AsyncGenerator<Step> {
    const done = behind(place.names);
    if (shown instanceof SnowflakeError) {
        yield { kind: 'unreadable', place, error: shown, position: done };
        return;
    }
    if (shown.whole && 'rows' in shown) {
        yield {
            kind: 'rows',
            rows: wanted(walk, place, shown.rows),
            position: done,
            paged: false,
            startsOver: false
        };
        return;
    }
    try {
        if ('parts' in shown) yield* walkParts(walk, place, shown.parts);
        else {
            expectParts(walk.kind, place);
            // Rows that came are saved at once.
            const isNews = shown.rows.length === 0 || walk.kind.pagedIn !== levelOf(place);
            if (isNews && !isInside(place.names, walk.resumeAt))
                yield reached(walk, divided(place.names, walk.progress.at));
            yield* walkInside(walk, place, shown);
        }
    } catch (error) {
        if (!isOfPlace(error)) throw error;
        yield { kind: 'unreadable', place, error, position: done };
    }
}

/** By its pages or its parts. */
async function* walkInside(walk: Walk, place: Place, shown: Shown = NOT_SHOWN): AsyncGenerator<Step> {
    if (walk.kind.pagedIn === levelOf(place)) yield* walkPages(walk, place, shown);
    else yield* walkPlaces(walk, await partsOf(walk, place));
}

/** Rows of one object, as the columns of a table are, stay together: what a row means can depend on those before it. */
async function* walkParts(walk: Walk, place: Place, parts: AsyncIterable<ShowRow[]>): AsyncGenerator<Step> {
    const step = { kind: 'rows', position: behind(place.names), paged: false, startsOver: false } as const;
    const ended = new Set<string>();
    let held: ShowRow[] = [];
    let last: ShowRow | undefined;
    for await (const part of parts) {
        refuseForeignRows(part, place.names, walk.kind.names);
        const starts = startsIn(part, last, walk.kind);
        // Rows that come apart can only be told from each other when all are there.
        if (walk.kind.livesIn === 'table' && !starts.every((at) => isNew(ended, walk.kind, part[at]))) {
            const { rows } = await show(walk.from, statementFor(walk, place));
            yield { ...step, rows: wanted(walk, place, rows), startsOver: true };
            return;
        }
        last = part.at(-1) ?? last;
        const start = starts.at(-1);
        if (start === undefined) {
            held = [...held, ...part];
            continue;
        }
        const ready = [...held, ...part.slice(0, start)];
        if (ready.length > 0) yield { ...step, rows: wanted(walk, place, ready), partial: true };
        held = part.slice(start);
    }
    yield { ...step, rows: wanted(walk, place, held) };
}

/** Where in a part rows of another object begin than the one before is of. */
function startsIn(part: readonly ShowRow[], before: ShowRow | undefined, { names }: WalkedKind): number[] {
    const starts: number[] = [];
    let last = before;
    for (let at = 0; at < part.length; at += 1) {
        const row = part[at];
        if (row === undefined) continue;
        if (last === undefined || !isOfSame(names, last, row)) starts.push(at);
        last = row;
    }
    return starts;
}

function isOfSame(names: readonly string[], a: ShowRow, b: ShowRow): boolean {
    for (let depth = 0; depth < names.length; depth += 1) {
        const column = names[depth] ?? '';
        if (a.required(column) !== b.required(column)) return false;
    }
    return true;
}

function isNew(seen: Set<string>, { names }: WalkedKind, row: ShowRow | undefined): boolean {
    const before = seen.size;
    return seen.add(qualifiedName(...names.map((column) => row?.required(column) ?? ''))).size > before;
}

const LEVELS = ['account', 'database', 'schema', 'table'] as const;

function levelOf(place: Place): Level {
    return LEVELS[place.names.length] ?? 'table';
}

async function* walkPages(walk: Walk, place: Place, shown: Shown): AsyncGenerator<Step> {
    const resumeAt = pageInside(place.names, walk.resumeAt);
    const pages = pagesByName(walk.from, statementFor(walk, place), resumeAt ? undefined : shown, {
        ...(resumeAt && { resumeAt }),
        ...(walk.pageRows !== undefined && { pageRows: walk.pageRows })
    });
    for await (const { rows, page, startsOver } of pages) {
        refuseForeignRows(rows, place.names, walk.kind.names);
        yield {
            kind: 'rows',
            rows: wanted(walk, place, rows),
            position: within(place.names, page),
            paged: true,
            startsOver
        };
    }
}

/** Pages, or narrower places. */
function expectParts(kind: WalkedKind, place: Place): void {
    const level = levelOf(place);
    if (level === kind.livesIn && level !== kind.pagedIn) throw new TooLarge(kind, place);
}

/** The places inside a place that is too large to be shown whole. */
async function partsOf(walk: Walk, place: Place): Promise<Place[]> {
    const [database, schema] = place.names;
    if (database === undefined) {
        const databases = await databaseNames(walk.from, walk.scope);
        return databases.sort(compareNames).map((name) => ({ names: [name] }));
    }
    if (schema === undefined) {
        const schemas = await allNames(walk, `SHOW SCHEMAS IN DATABASE ${quotePath(database)}`);
        refuseForeignRows(schemas, place.names, IN_DATABASE.names);
        return schemas
            .map((row) => row.required('name'))
            .filter((name) => isInScope(walk.scope, database, name))
            .sort(compareNames)
            .map((name) => ({ names: [database, name] }));
    }
    const objects = await allNames(walk, `SHOW OBJECTS IN SCHEMA ${quotePath(database, schema)}`);
    refuseForeignRows(objects, place.names, IN_SCHEMA.names);
    return objects
        .map((row) => ({ name: row.required('name'), isView: row.text('kind')?.includes('VIEW') ?? false }))
        .sort((a, b) => compareNames(a.name, b.name))
        .map(({ name, isView }) => ({ names: [database, schema, name], isView }));
}

/** More than SHOW lists, in a place that has no parts. */
class TooLarge extends SnowflakeError {
    constructor({ plural }: WalkedKind, place: Place) {
        const where = place.names.length === 0 ? 'The account' : qualifiedName(...place.names);
        super(
            'result_too_large',
            `${where} has 10,000 ${plural.toLowerCase()} or more, which SHOW ${plural} cannot list.`,
            'Leave its schema out by exclude_schemas, narrow the listing by "like", or read them by a query.'
        );
        this.name = 'TooLarge';
    }
}

async function allNames(walk: Walk, statement: string): Promise<ShowRow[]> {
    const rows: ShowRow[] = [];
    for await (const page of pagesByName(walk.from, statement, undefined)) rows.push(...page.rows);
    return rows;
}

function wanted(walk: Walk, place: Place, rows: readonly ShowRow[]): ShowRow[] {
    const { schemaOf } = walk.kind;
    if (!schemaOf) return [...rows];
    const [database] = place.names;
    // Rows of one schema mostly stand together.
    let known: { readonly database: string; readonly schema: string; readonly isIn: boolean } | undefined;
    return rows.filter((row) => {
        const of = database ?? row.required('database_name');
        const schema = schemaOf(row);
        if (known?.schema !== schema || known.database !== of) {
            known = { database: of, schema, isIn: isInScope(walk.scope, of, schema) };
        }
        return known.isIn;
    });
}

function isInScope(scope: Scope, database: string, schema: string): boolean {
    scope.patterns?.sawSchema(database, schema);
    return scope.includesSchema(database, schema);
}
