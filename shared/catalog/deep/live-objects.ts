/**
 * What there is in a database now, as SHOW has it: the measure that a deep reading is held against. Views of Snowflake's
 * own may lag behind, show what was dropped, or not show what SHOW does (semantic views; what MANAGE GRANTS alone lets
 * see), and an object that is only not shown there must not be taken for dropped.
 */
import { quotePath } from '../../snowflake/identifiers.js';
import { IN_SCHEMA } from '../kind.js';
import type { WalkedKind } from '../kind.js';
import type { Scope } from '../scope.js';
import { show } from '../show.js';
import type { Show } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { walkDatabases } from '../walk.js';
import type { Step } from '../walk.js';
import { compareKeys } from './order.js';

export interface LiveObject {
    readonly schema: string;
    readonly name: string;
    readonly isView: boolean;
    readonly isSemantic: boolean;
}

export interface Live {
    /** By code points. */
    readonly objects: readonly LiveObject[];
    /** What could not be listed. */
    readonly unreadable: readonly Extract<Step, { kind: 'unreadable' }>[];
}

const OBJECTS: WalkedKind = { plural: 'OBJECTS', columns: new Map(), ...IN_SCHEMA };
const SEMANTIC_VIEWS: WalkedKind = { plural: 'SEMANTIC VIEWS', columns: new Map(), ...IN_SCHEMA };

export async function liveObjects(from: Show, scope: Scope, database: string, semantic: Semantic): Promise<Live> {
    const found = new Map<string, LiveObject>();
    const unreadable: Extract<Step, { kind: 'unreadable' }>[] = [];
    for await (const step of walkDatabases(from, OBJECTS, scope, () => [database], null)) {
        if (step.kind === 'unreadable') unreadable.push(step);
        else if (step.kind === 'rows') for (const row of step.rows) add(found, row, false);
    }
    if (unreadable.length === 0) {
        for (const row of await semantic.of(database, scope)) add(found, row, true);
    }
    const objects = [...found.values()].sort((a, b) => compareKeys([a.schema, a.name], [b.schema, b.name]));
    return { objects, unreadable };
}

function add(found: Map<string, LiveObject>, row: ShowRow, isSemantic: boolean): void {
    const schema = row.required('schema_name');
    const name = row.required('name');
    const isView = isSemantic || (row.text('kind')?.includes('VIEW') ?? false);
    found.set(JSON.stringify([schema, name]), { schema, name, isView, isSemantic });
}

/** The semantic views of the account, in one request where they fit. */
export class Semantic {
    readonly #from: Show;
    #all: Promise<ReadonlyMap<string, readonly ShowRow[]> | null> | undefined;

    constructor(from: Show) {
        this.#from = from;
    }

    async of(database: string, scope: Scope): Promise<readonly ShowRow[]> {
        const all = await (this.#all ??= this.#byDatabase());
        const isIn = (row: ShowRow): boolean => scope.includesSchema(database, row.required('schema_name'));
        if (all) return (all.get(database) ?? []).filter(isIn);
        const rows: ShowRow[] = [];
        for await (const step of walkDatabases(this.#from, SEMANTIC_VIEWS, scope, () => [database], null)) {
            if (step.kind === 'rows') rows.push(...step.rows);
        }
        return rows;
    }

    /** Null where they are too many for one answer. */
    async #byDatabase(): Promise<ReadonlyMap<string, readonly ShowRow[]> | null> {
        const shown = await show(this.#from, 'SHOW SEMANTIC VIEWS IN ACCOUNT');
        if (!shown.whole) return null;
        const byDatabase = new Map<string, ShowRow[]>();
        for (const row of shown.rows) {
            const database = row.required('database_name');
            const rows = byDatabase.get(database);
            if (rows) rows.push(row);
            else byDatabase.set(database, [row]);
        }
        return byDatabase;
    }
}

/** A statement for all that SHOW says of one object. */
export function showOf(plural: string, database: string, { schema, name, isView }: LiveObject): string {
    return `SHOW ${plural} IN ${isView ? 'VIEW' : 'TABLE'} ${quotePath(database, schema, name)}`;
}
