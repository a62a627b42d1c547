/**
 * The walk over an account by queries, in place of SHOW: it yields the same steps, with the same rows. SHOW says what there
 * is; a query says what it is like, and what no query says is asked of SHOW, object by object. So whatever a view
 * does not show, or not yet, or still, the records are those of the objects that there are.
 *
 * ACCOUNT_USAGE is up to three hours late. What DDL changed within that time is read from INFORMATION_SCHEMA, which is not:
 * everything else is as it was. Its own rights do not matter either, as SHOW says what the role may see.
 *
 * Where a source is refused, its databases are walked by SHOW.
 */
import { pMapIterable } from '../../vendor/p-map.js';
import type { Row } from '../../snowflake/client.js';
import { isRefusedStatement, SnowflakeError } from '../../snowflake/errors.js';
import { compareNames, qualifiedName } from '../../snowflake/identifiers.js';
import { behind, isWalked } from '../bookmark.js';
import type { Bookmark } from '../bookmark.js';
import { refuseForeignRows } from '../foreign-rows.js';
import type { WalkedKind } from '../kind.js';
import type { Scope } from '../scope.js';
import { atOnce, show } from '../show.js';
import type { Show } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { walkDatabases } from '../walk.js';
import type { Step } from '../walk.js';
import type { DeepKind } from './deep-kind.js';
import { GroupReader } from './groups.js';
import { liveObjects, Semantic, showOf } from './live-objects.js';
import type { Live, LiveObject } from './live-objects.js';
import { refusable, Refused } from './refusal.js';
import { accountUsageStatement, informationSchemaStatement, recentStatement } from './statements.js';

/** Rows to save at once. */
const STEP_ROWS = 2_000;
/** More objects of a database than this, asked for one by one, cost more than walking it by SHOW. */
const MOST_ASKED = 100;

/** Lists of what there is in databases, held until their turn comes. */
const DATABASES_AHEAD = 2;

export interface DeepWalk {
    readonly from: Show;
    /** The same, with the warehouse that queries need. */
    readonly queries: Show;
    readonly kind: WalkedKind;
    readonly deep: DeepKind;
    readonly source: 'information_schema' | 'account_usage';
    readonly scope: Scope;
    readonly resumeAt: Bookmark | null;
    /** Executions of this walk are short: what was walked is not walked anew. */
    readonly isShort: boolean;
    /** Says once why SHOW has to do. */
    readonly onRefusal: (place: string, error: SnowflakeError) => Promise<void>;
}

/** Where rows of objects come from, in their order. */
interface Source {
    of(names: readonly string[]): Promise<ShowRow[] | null>;
}

export async function* walkDeep(walk: DeepWalk, databases: readonly string[]): AsyncGenerator<Step> {
    const { from, scope, resumeAt } = walk;
    const semantic = new Semantic(from);
    const ahead = [...databases].sort(compareNames).filter((name) => !isWalked([name], resumeAt));
    const usage = walk.source === 'account_usage' ? new AccountUsage(walk, ahead.filter(isOwn(scope))) : null;
    const listed = pMapIterable(
        ahead,
        async (name) => ({ name, live: await liveObjects(from, scope, name, semantic) }),
        { concurrency: Math.min(atOnce(from), DATABASES_AHEAD) }
    );
    let at = resumeAt ?? behind([]);
    for await (const { name, live } of listed) {
        // Nothing of the database is walked by that: an execution that goes on from here has to meet it again.
        for (const step of live.unreadable) yield { ...step, position: at };
        if (live.unreadable.some(({ place }) => place.names.length === 1)) continue;
        for await (const step of walkDatabase(walk, { name, live, usage, at })) {
            at = step.position;
            yield step;
        }
    }
}

/** ACCOUNT_USAGE does not know what others share. */
export function isOwn(scope: Scope): (database: string) => boolean {
    return (database) => (scope.patterns?.kindOf(database) ?? 'standard') === 'standard';
}

interface Database {
    readonly name: string;
    readonly live: Live;
    readonly usage: AccountUsage | null;
    /** Behind those before it. */
    readonly at: Bookmark;
}

async function* walkDatabase(walk: DeepWalk, { name: database, live, usage, at }: Database): AsyncGenerator<Step> {
    const list = (): string[] => [database];
    let reached = walk.resumeAt?.place[0] === database ? walk.resumeAt : null;
    const sources = usage === null ? [informationSchema(walk, database)] : usage.sourcesOf(database);
    if (sources === null) {
        yield* walkDatabases(walk.from, walk.kind, walk.scope, list, reached, at);
        return;
    }
    try {
        for await (const step of merged(walk, database, live.objects, sources)) {
            reached = step.position;
            yield step;
        }
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await walk.onRefusal(error.place, error.reason);
        // One request for the whole database, where the rest of a schema would be one for each table.
        const startsOver = !walk.isShort;
        const resumeAt = startsOver ? null : reached;
        for await (const step of walkDatabases(walk.from, walk.kind, walk.scope, list, resumeAt, reached ?? at)) {
            yield step.kind === 'rows' && startsOver ? { ...step, startsOver } : step;
        }
    }
}

async function* merged(
    walk: DeepWalk,
    database: string,
    objects: readonly LiveObject[],
    sources: readonly Source[]
): AsyncGenerator<Step> {
    let rows: ShowRow[] = [];
    let gathered: Bookmark | null = null;
    let asked = 0;
    for (const object of objects) {
        const names = [database, object.schema, object.name];
        if (isWalked(names, walk.resumeAt)) continue;
        const found = object.isSemantic ? null : await firstOf(sources, names);
        if (!found && !object.isSemantic) asked += 1;
        if (asked > MOST_ASKED) throw new Refused(qualifiedName(database), tooFew(database));
        const shown = found ?? (await shownAlone(walk, database, object));
        if (shown instanceof SnowflakeError) {
            if (gathered) yield rowsStep(rows, gathered);
            yield {
                kind: 'unreadable',
                place: { names, isView: object.isView },
                error: shown,
                position: behind(names)
            };
            rows = [];
            gathered = null;
            continue;
        }
        for (const row of shown) rows.push(row);
        gathered = behind(names);
        if (rows.length < STEP_ROWS) continue;
        yield rowsStep(rows, gathered);
        rows = [];
        gathered = null;
    }
    yield rowsStep(rows, behind([database]));
}

async function firstOf(sources: readonly Source[], names: readonly string[]): Promise<ShowRow[] | null> {
    for (const source of sources) {
        const rows = await source.of(names);
        if (rows) return rows;
    }
    return null;
}

async function shownAlone(
    { from, kind }: DeepWalk,
    database: string,
    object: LiveObject
): Promise<ShowRow[] | SnowflakeError> {
    try {
        const { rows } = await show(from, showOf(kind.plural, database, object));
        refuseForeignRows(rows, [database, object.schema, object.name], kind.names);
        return rows;
    } catch (error) {
        if (isRefusedStatement(error)) return error;
        throw error;
    }
}

function rowsStep(rows: ShowRow[], position: Bookmark): Step {
    return { kind: 'rows', rows, position, paged: false, startsOver: false };
}

function informationSchema(walk: DeepWalk, database: string): Source {
    return queried(walk, database, (asked) => informationSchemaStatement(database, asked));
}

function queried(
    { queries, deep, resumeAt }: DeepWalk,
    database: string,
    statement: (asked: Parameters<typeof informationSchemaStatement>[1]) => string
): Source {
    const { client, options } = queries;
    const reader = new GroupReader(
        {
            client,
            options,
            statement: (after, limit) => statement({ kind: deep, of: [], after, limit }),
            names: NAMES_IN_DATABASE
        },
        placeIn(database, resumeAt)
    );
    return {
        of: async (names) => {
            const rows = await refusable(qualifiedName(database, 'INFORMATION_SCHEMA'), () =>
                reader.take(names.slice(1))
            );
            return rows && rows.map((row) => deep.toShowRow(names, row, NAMES_IN_DATABASE));
        }
    };
}

function placeIn(database: string, resumeAt: Bookmark | null): string[] | null {
    const [reached, ...place] = resumeAt?.place ?? [];
    return reached === database && place.length > 0 ? place : null;
}

/** A row of INFORMATION_SCHEMA begins with schema and object. */
const NAMES_IN_DATABASE = 2;
/** One of ACCOUNT_USAGE with its database too; behind them stands which of all objects it is of. */
const NAMES = 3;
const OBJECT_NUMBER = NAMES;

/** ACCOUNT_USAGE for the databases that are walked, and what is too young for it. */
class AccountUsage {
    readonly #walk: DeepWalk;
    readonly #reader: GroupReader;
    #isRefused = false;

    constructor(walk: DeepWalk, databases: readonly string[]) {
        const { deep, queries, resumeAt } = walk;
        this.#walk = walk;
        this.#reader = new GroupReader(
            {
                client: queries.client,
                options: queries.options,
                statement: (after, limit) => accountUsageStatement({ kind: deep, of: databases, after, limit }),
                names: NAMES
            },
            resumeAt && resumeAt.place.length > 0 ? resumeAt.place : null
        );
    }

    sourcesOf(database: string): Source[] | null {
        if (this.#isRefused || !isOwn(this.#walk.scope)(database)) return null;
        return [
            queried(this.#walk, database, (asked) => recentStatement(database, asked)),
            { of: async (names) => await this.#of(names) }
        ];
    }

    async #of(names: readonly string[]): Promise<ShowRow[] | null> {
        try {
            const rows = await refusable('SNOWFLAKE.ACCOUNT_USAGE', () => this.#reader.take(names));
            return rows && latest(rows).map((row) => this.#walk.deep.toShowRow(names, row, OBJECT_NUMBER + 1));
        } catch (error) {
            this.#isRefused = error instanceof Refused;
            throw error;
        }
    }
}

/** Of two objects of one name, one of them dropped and not yet known to be, the younger has the higher number. */
function latest(rows: readonly Row[]): readonly Row[] {
    const number = rows[0]?.[OBJECT_NUMBER];
    if (rows.every((row) => row[OBJECT_NUMBER] === number)) return rows;
    const highest = rows.reduce((most, row) => Math.max(most, numberOf(row)), 0);
    return rows.filter((row) => numberOf(row) === highest);
}

function numberOf(row: Row): number {
    return Number(row[OBJECT_NUMBER] ?? 0);
}

function tooFew(database: string): SnowflakeError {
    return new SnowflakeError(
        'insufficient_privileges',
        `Queries do not show more than ${MOST_ASKED} of the objects that SHOW lists in ${qualifiedName(database)}.`,
        'Grant the role privileges on the objects themselves: MANAGE GRANTS alone does not count there.'
    );
}
