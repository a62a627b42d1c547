/**
 * Reads SHOW commands. Each takes its own clauses, in Snowflake's order (LIKE, IN, STARTS WITH, LIMIT ... FROM), and
 * refuses the others. SHOW COLUMNS, WAREHOUSES and STAGES document neither LIMIT nor STARTS WITH; live accounts take
 * both there and ignore them.
 */
import { LISTINGS } from '../kinds/index.js';
import { acceptSorted } from '../sorted-words.js';

import type { Clauses, Scope, ShowCommand } from '../listing.js';
import type { Reader } from '../reader.js';

/** After SHOW; null when what follows is no listing (GRANTS, PARAMETERS and the rest have readers of their own). */
export function readShow(reader: Reader): ShowCommand | null {
    const isTerse = reader.accept('TERSE');
    const named = acceptSorted(reader, LISTINGS, ({ name }) => name);
    if (!named) return null;
    const { found: listing, sort } = named;
    const { clauses } = listing;
    if (isTerse && clauses.terse === false) throw reader.unexpected();
    const history = clauses.history && reader.accept('HISTORY');
    const like = clauses.like && reader.accept('LIKE') ? reader.string() : null;
    const scope = readScope(reader, clauses.scopes);
    reader.accept('ROOT', 'ONLY');
    const paging = readPaging(reader, clauses.paging);
    const privileges = reader.accept('WITH', 'PRIVILEGES') ? readPrivileges(reader) : [];
    reader.end();
    const terse = isTerse && clauses.terse === true;
    return { listing, sort, terse, history, like, scope, ...paging, privileges };
}

function readPaging(reader: Reader, paging: Clauses['paging']): Pick<ShowCommand, 'startsWith' | 'limit' | 'from'> {
    const startsWith = paging !== false && reader.accept('STARTS', 'WITH') ? reader.string() : null;
    const limit = paging !== false && reader.accept('LIMIT') ? reader.integer() : null;
    const from = limit !== null && reader.accept('FROM') ? reader.string() : null;
    return paging === true ? { startsWith, limit, from } : { startsWith: null, limit: null, from: null };
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

function readScope(reader: Reader, scopes: Clauses['scopes']): Scope | null {
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
