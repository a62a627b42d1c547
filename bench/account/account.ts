/**
 * An account without an SQL engine behind the embedded Snowflake's protocols: objects are counted, not kept, and their
 * rows are made when they are sent. So the account may be as large as one likes, and costs next to nothing to ask.
 */
import { showColumns, statusResult } from 'snowflake-stand-in/engine/cells.js';
import { StatementFailure } from 'snowflake-stand-in/types.js';
import type { Engine, Login, ResultSet, Session } from 'snowflake-stand-in/types.js';
import { viewAnswer } from './deep.js';
import { CREATED, LISTINGS, parentOf, role } from './listings.js';
import type { Cells, Listing } from './listings.js';
import type { Cap, Size } from './sizes.js';

const SHOW_CAP_ROWS = 10_000;
const SHOW =
    /^SHOW (?<kind>[A-Z]+(?: VIEWS)?)(?: IN (?:ACCOUNT|(?:DATABASE|SCHEMA|TABLE|VIEW) (?<place>".*?")))?(?: LIMIT (?<limit>\d+)(?: FROM '(?<from>.*)')?)?$/;
const GRANTS = /^SHOW GRANTS OF ROLE "ROLE_(?<number>\d+)"$/;
/** Rows that are made anew each time they are read. */
class MadeRows extends Array<Cells> {
    readonly #make: (index: number) => Cells;

    constructor(count: number, make: (index: number) => Cells) {
        super();
        this.length = count;
        this.#make = make;
    }

    override slice(start = 0, end = this.length): Cells[] {
        return Array.from({ length: Math.max(0, Math.min(end, this.length) - start) }, (_, at) =>
            this.#make(start + at)
        );
    }

    override *entries(): Generator<[number, Cells], undefined> {
        for (let index = 0; index < this.length; index += 1) yield [index, this.#make(index)];
    }
}

const GRANT_COLUMNS = showColumns('created_on:time role granted_to grantee_name granted_by');
const QUERY_COLUMNS = showColumns('ID:number NAME DIGEST');
const NOTHING = statusResult('Statement executed successfully.', 'other');

export function answer(size: Size, cap: Cap, statement: string): ResultSet {
    const grants = GRANTS.exec(statement)?.groups;
    if (grants) return grantsOf(Number(grants['number']));
    const show = SHOW.exec(statement)?.groups;
    const listing = LISTINGS[show?.['kind'] ?? ''];
    if (show && listing) return listed(size, listing, show, show['kind'] === 'COLUMNS' && cap === 'whole');
    if (show) return { columns: showColumns('created_on:time name database_name schema_name'), rows: [], kind: 'show' };
    const view = viewAnswer(size, statement);
    if (view)
        return { columns: view.columns, rows: new MadeRows(view.count, (index) => view.row(index)), kind: 'select' };
    return /^\s*SELECT\b/i.test(statement) ? queried(size) : NOTHING;
}

/** Each role but the first is granted to one before it. */
function grantsOf(number: number): ResultSet {
    const row = [CREATED, role(number), 'ROLE', role(parentOf(number)), 'OWNER'];
    return { columns: GRANT_COLUMNS, rows: number === 0 ? [] : [row], kind: 'show' };
}

function listed(
    size: Size,
    { columns, levels, row }: Listing,
    { place, limit, from }: Readonly<Record<string, string | undefined>>,
    isWhole: boolean
): ResultSet {
    const asked = (place ?? '').split('.').filter(Boolean).map(numberIn);
    const below = levels.slice(asked.length).map((level) => size[level]);
    const count = below.reduce((product, each) => product * each, 1);
    const start = from === undefined ? 0 : numberIn(from) + 1;
    const wanted = Math.min(count - start, limit === undefined ? Number.POSITIVE_INFINITY : Number(limit));
    const isCut = levels.includes('columns') || levels.includes('roles');
    if (wanted > SHOW_CAP_ROWS && !isWhole && !isCut) throw tooMany();
    const make = (index: number): Cells => row([...asked, ...placesOf(start + index, below)], size);
    const rows = new MadeRows(isWhole ? wanted : Math.max(0, Math.min(wanted, SHOW_CAP_ROWS)), make);
    return { columns, rows, kind: 'show' };
}

function numberIn(text: string): number {
    return Number(/\d+/.exec(text)?.[0] ?? 0);
}

/** Which one it is at each level, when all are listed in order. */
function placesOf(index: number, counts: readonly number[]): number[] {
    let left = index;
    return counts
        .toReversed()
        .map((count) => {
            const place = left % count;
            left = Math.floor(left / count);
            return place;
        })
        .toReversed();
}

function queried({ queryRows }: Size): ResultSet {
    return { columns: QUERY_COLUMNS, rows: new MadeRows(queryRows, queryRow), kind: 'select' };
}

function queryRow(index: number): Cells {
    return [String(index), `row ${index}`, `d41d8cd98f00b204e9800998ecf8${index}`];
}

function tooMany(): StatementFailure {
    const text = `Result set size exceeded the max number of rows(${SHOW_CAP_ROWS}) supported for SHOW statements.`;
    return new StatementFailure('090153', '22000', text);
}

/** One user, who may see everything. */
export function countedAccount(size: Size, cap: Cap, login: Login): Engine {
    return {
        accountLocator: 'XY12345',
        accountAliases: ['MYORG-MYACCOUNT'],
        findLogin: (loginName) => (loginName.toUpperCase() === login.loginName ? login : null),
        findLoginByAccessToken: () => null,
        recordLogin: () => {},
        openSession: () => sessionOf(login.name, (statement) => answer(size, cap, statement)),
        splitStatements: (text) => [text],
        close: async () => {}
    };
}

function sessionOf(user: string, answered: (statement: string) => ResultSet): Session {
    const parameters = new Map([['MULTI_STATEMENT_COUNT', '1']]);
    return {
        user,
        role: 'ACCOUNTADMIN',
        warehouse: 'WH',
        database: null,
        schema: null,
        execute: async (statement) => await Promise.resolve(answered(statement)),
        parameter: (key) => parameters.get(key),
        setParameter: (key, value) => void parameters.set(key, value),
        close: async () => {}
    };
}
