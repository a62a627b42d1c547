/**
 * Reads SHOW commands. Each takes its own clauses, in Snowflake's order (LIKE, IN, STARTS WITH, LIMIT ... FROM), and
 * refuses the others. SHOW COLUMNS, WAREHOUSES and STAGES document neither LIMIT nor STARTS WITH; live accounts take
 * both there and ignore them.
 */
import { PLAIN_KINDS } from './kinds/index.js';

import type { PlainKind } from './kinds/plain-kind.js';
import type { Reader } from './reader.js';

export type ShowKind =
    | 'DATABASES'
    | 'SCHEMAS'
    | 'TABLES'
    | 'COLUMNS'
    | 'VIEWS'
    | 'OBJECTS'
    | 'ROLES'
    | 'USERS'
    | 'WAREHOUSES'
    | 'SEMANTIC VIEWS'
    | 'PRIMARY KEYS'
    | 'UNIQUE KEYS'
    | 'IMPORTED KEYS'
    | 'NETWORK POLICIES';

export interface Scope {
    /** Undefined name: the keyword alone, i.e. the session's current one. */
    readonly level: 'ACCOUNT' | 'DATABASE' | 'SCHEMA' | 'RELATION';
    readonly name?: readonly string[];
}

export interface ShowCommand {
    readonly kind: ShowKind | PlainKind;
    readonly terse: boolean;
    readonly history: boolean;
    readonly like: string | null;
    readonly scope: Scope | null;
    readonly startsWith: string | null;
    readonly limit: number | null;
    readonly from: string | null;
    /** Only rows on which the role has all of these. */
    readonly privileges: readonly string[];
    /** SHOW EXTERNAL TABLES and its kin. */
    readonly tableKind: TableKind | null;
}

export type TableKind = 'EXTERNAL' | 'DYNAMIC' | 'ICEBERG' | 'EVENT' | 'HYBRID';

interface Clauses {
    /** `ignored`: taken, and without effect. */
    readonly terse: boolean | 'ignored';
    readonly history: boolean;
    readonly scopes: 'none' | 'account' | 'database' | 'schema' | 'relation';
    /** LIMIT and STARTS WITH. */
    readonly paging: boolean | 'ignored';
}

const KEYS: Clauses = { terse: 'ignored', history: false, scopes: 'relation', paging: false };

const CLAUSES: Readonly<Record<ShowKind, Clauses>> = {
    DATABASES: { terse: true, history: true, scopes: 'account', paging: true },
    SCHEMAS: { terse: true, history: true, scopes: 'database', paging: true },
    TABLES: { terse: true, history: true, scopes: 'schema', paging: true },
    VIEWS: { terse: true, history: false, scopes: 'schema', paging: true },
    'SEMANTIC VIEWS': { terse: true, history: false, scopes: 'schema', paging: true },
    OBJECTS: { terse: true, history: false, scopes: 'schema', paging: true },
    COLUMNS: { terse: 'ignored', history: false, scopes: 'relation', paging: 'ignored' },
    ROLES: { terse: true, history: false, scopes: 'none', paging: true },
    USERS: { terse: true, history: false, scopes: 'none', paging: true },
    WAREHOUSES: { terse: 'ignored', history: false, scopes: 'none', paging: 'ignored' },
    'NETWORK POLICIES': { terse: false, history: false, scopes: 'none', paging: false },
    'PRIMARY KEYS': KEYS,
    'UNIQUE KEYS': KEYS,
    'IMPORTED KEYS': KEYS
};

/** After SHOW; null when what follows is no listing (GRANTS, PARAMETERS and the rest have readers of their own). */
export function readShow(reader: Reader): ShowCommand | null {
    const terse = reader.accept('TERSE');
    const tableKind = readTableKind(reader);
    const kind = readKind(reader);
    if (!kind) return null;
    const clauses = clausesOf(kind);
    if (terse && clauses.terse === false) throw reader.unexpected();
    if (tableKind && kind !== 'TABLES') throw reader.unexpected();
    const history = clauses.history && reader.accept('HISTORY');
    const like = clauses !== KEYS && reader.accept('LIKE') ? reader.string() : null;
    const scope = readScope(reader, kind, clauses.scopes);
    reader.accept('ROOT', 'ONLY');
    const paging = readPaging(reader, clauses.paging);
    const privileges = reader.accept('WITH', 'PRIVILEGES') ? readPrivileges(reader) : [];
    reader.end();
    return { kind, terse: terse && clauses.terse === true, history, like, scope, ...paging, privileges, tableKind };
}

function clausesOf(kind: ShowKind | PlainKind): Clauses {
    return typeof kind === 'string' ? CLAUSES[kind] : { ...kind.clauses, history: false, scopes: 'schema' };
}

function readPaging(reader: Reader, paging: Clauses['paging']): Pick<ShowCommand, 'startsWith' | 'limit' | 'from'> {
    const startsWith = paging !== false && reader.accept('STARTS', 'WITH') ? reader.string() : null;
    const limit = paging !== false && reader.accept('LIMIT') ? reader.integer() : null;
    const from = limit !== null && reader.accept('FROM') ? reader.string() : null;
    return paging === true ? { startsWith, limit, from } : { startsWith: null, limit: null, from: null };
}

function readTableKind(reader: Reader): TableKind | null {
    const kinds: readonly TableKind[] = ['EXTERNAL', 'DYNAMIC', 'ICEBERG', 'EVENT', 'HYBRID'];
    const kind = kinds.find((candidate) => reader.isNext(candidate, 'TABLES'));
    if (kind) reader.next();
    return kind ?? null;
}

function readKind(reader: Reader): ShowKind | PlainKind | null {
    for (const name of Object.keys(CLAUSES)) {
        if (isShowKind(name) && reader.accept(...name.split(' '))) return name;
    }
    return PLAIN_KINDS.find(({ plural }) => reader.accept(...plural.split(' '))) ?? null;
}

function isShowKind(name: string): name is ShowKind {
    return name in CLAUSES;
}

function readPrivileges(reader: Reader): string[] {
    const privileges: string[] = [];
    do {
        const words = [reader.name()];
        while (reader.isName()) words.push(reader.name());
        privileges.push(words.join(' '));
    } while (reader.acceptSymbol(','));
    return privileges;
}

const AFTER_SCOPE = ['STARTS', 'LIMIT', 'WITH', 'ROOT'];

function readScope(reader: Reader, kind: ShowCommand['kind'], scopes: Clauses['scopes']): Scope | null {
    if (kind === 'ROLES' && reader.accept('IN', 'CLASS')) throw reader.unexpected();
    if (scopes === 'none' || !reader.accept('IN')) return null;
    const named = (): readonly string[] | undefined =>
        reader.isName() && !AFTER_SCOPE.some((word) => reader.isNext(word)) ? reader.qualifiedName() : undefined;
    const scope = (level: Scope['level'], name = named()): Scope => (name ? { level, name } : { level });
    if (reader.accept('ACCOUNT')) return { level: 'ACCOUNT' };
    if (scopes === 'account') throw reader.unexpected();
    if (reader.accept('DATABASE') || reader.accept('APPLICATION')) return scope('DATABASE');
    if (scopes !== 'database' && reader.accept('SCHEMA')) return scope('SCHEMA');
    if (scopes === 'relation' && (reader.accept('TABLE') || reader.accept('VIEW'))) return scope('RELATION');
    if (!reader.isName()) throw reader.unexpected();
    return scope(scopes === 'database' ? 'DATABASE' : scopes === 'schema' ? 'SCHEMA' : 'RELATION');
}
