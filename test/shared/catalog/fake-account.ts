/**
 * An account for tests of the walk alone: databases of schemas of tables, shown as Snowflake documents SHOW, cap
 * included. It counts statements, and can change between them.
 */
import type { SnowflakeClient, StatementResult } from '../../../shared/snowflake/client.js';
import { snowflakeError } from '../../../shared/snowflake/errors.js';
import { compareNames, splitQualifiedName } from '../../../shared/snowflake/identifiers.js';
import { resultOf, textColumn } from '../result-of.js';

const CAP = 10_000;

/** database -> schema -> tables. */
export type Content = Map<string, Map<string, string[]>>;

export interface FakeAccount {
    readonly content: Content;
    readonly statements: string[];
    readonly client: SnowflakeClient;
    /** `cut` returns 10,000 rows; `error` refuses with 090153. */
    capForm: 'cut' | 'error';
    /** Some accounts give more. */
    cap: number;
    readonly unreadable: Set<string>;
}

export function fakeAccount(content: Content): FakeAccount {
    const account: FakeAccount = {
        content,
        statements: [],
        capForm: 'cut',
        cap: CAP,
        unreadable: new Set(),
        client: {
            execute: async (statement) => answer(account, statement),
            submit: async () => await Promise.reject(new Error('not used')),
            status: async () => await Promise.reject(new Error('not used')),
            cancel: async () => {},
            close: async () => {}
        }
    };
    return account;
}

/** `count` table names `T00001`…, or with a prefix of one's own. */
export function names(count: number, prefix = 'T'): string[] {
    return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);
}

function answer(account: FakeAccount, statement: string): StatementResult {
    account.statements.push(statement);
    const { plural, place, limit, after } = parse(statement);
    const [database, schema] = place;
    if (database !== undefined && (account.unreadable.has(database) || !account.content.has(database)))
        throw missing(database);
    if (schema !== undefined && !account.content.get(database ?? '')?.has(schema)) throw missing(schema);
    let rows = rowsOf(account, plural, place);
    if (limit === undefined && rows.length > account.cap && account.capForm === 'error') {
        throw snowflakeError({
            status: 422,
            vendorCode: '090153',
            sqlState: '22000',
            message: 'result set size exceeded the max number of rows(10000) supported for SHOW statements'
        });
    }
    if (after !== undefined) {
        const at = rows.findIndex((row) => row['name']?.startsWith(after));
        rows = at < 0 ? [] : rows.slice(at + 1);
    }
    return shown(rows.slice(0, Math.min(limit ?? account.cap, account.cap)));
}

type FakeRow = Record<string, string>;

function rowsOf(account: FakeAccount, plural: string, [database, schema, table]: readonly string[]): FakeRow[] {
    if (database === undefined) return sorted(account.content.keys()).map((name) => ({ name, kind: 'STANDARD' }));
    const schemas = account.content.get(database) ?? new Map<string, string[]>();
    if (plural === 'SCHEMAS') return sorted(schemas.keys()).map((name) => ({ name, database_name: database }));
    return sorted(schema === undefined ? schemas.keys() : [schema]).flatMap((schema_name) =>
        sorted(table === undefined ? (schemas.get(schema_name) ?? []) : [table]).flatMap((name): FakeRow[] => {
            const place = { database_name: database, schema_name };
            if (plural !== 'COLUMNS') return [{ name, ...place, kind: 'TABLE' }];
            return ['ID', 'VALUE'].map((column_name) => ({ ...place, table_name: name, column_name }));
        })
    );
}

function sorted(values: Iterable<string>): string[] {
    return [...values].sort(compareNames);
}

function parse(statement: string): {
    plural: string;
    place: string[];
    limit: number | undefined;
    after: string | undefined;
} {
    const match =
        /^SHOW (\w+)(?: IN (?:DATABASE|SCHEMA|TABLE|VIEW) ((?:"(?:[^"]|"")+"\.?)+))?(?: LIMIT (\d+))?(?: FROM '((?:[^'\\]|''|\\.)*)')?$/su.exec(
            statement
        );
    if (!match) throw new Error(`The fake account does not know: ${statement}`);
    const [, plural = '', place, limit, after] = match;
    return {
        plural,
        place: place === undefined ? [] : (splitQualifiedName(place) ?? []).map((part) => part.text),
        limit: limit === undefined ? undefined : Number(limit),
        after: after?.replaceAll("''", "'").replaceAll('\\\\', '\\')
    };
}

function missing(name: string): Error {
    return snowflakeError({
        status: 422,
        vendorCode: '002043',
        sqlState: '02000',
        message: `SQL compilation error: Object '${name}' does not exist or not authorized.`
    });
}

export function shown(rows: readonly FakeRow[]): StatementResult {
    const columnNames = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const cells = rows.map((row) => columnNames.map((name) => row[name] ?? null));
    return resultOf(columnNames.map(textColumn), [cells]);
}
