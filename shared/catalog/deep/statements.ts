/** The queries of deep reading. Names stand in them as texts, never as identifiers, except that of the database. */
import { quoteIdentifier, quoteLiteral } from '../../snowflake/identifiers.js';
import type { DeepKind } from './deep-kind.js';
import type { Key } from './order.js';

/** The longest that ACCOUNT_USAGE lags behind by its documentation, 180 minutes of DATABASES, and some. */
export const LAG_HOURS = 4;

/** More names than this would make a statement longer than they save rows. */
const MOST_NAMES = 500;

const INFORMATION_SCHEMA = 'INFORMATION_SCHEMA';

export interface Asked {
    readonly kind: DeepKind;
    /** Only these, where they are not too many. */
    readonly of: readonly string[];
    readonly after: Key | null;
    readonly limit: number;
}

/** Of one database; keys are schema and object. */
export function informationSchemaStatement(database: string, asked: Asked): string {
    return ordered(asked, ['TABLE_SCHEMA', 'TABLE_NAME'], `FROM ${viewOf(database, asked.kind.view)} C`, []);
}

/** The same of objects alone that DDL changed since ACCOUNT_USAGE may have been brought up to date, or nobody knows when. */
export function recentStatement(database: string, asked: Asked): string {
    const recent = `T.LAST_DDL IS NULL OR T.LAST_DDL >= DATEADD(hour, -${LAG_HOURS}, CURRENT_TIMESTAMP())`;
    const from = `FROM ${viewOf(database, asked.kind.view)} C JOIN ${viewOf(database, 'TABLES')} T ON T.TABLE_SCHEMA = C.TABLE_SCHEMA AND T.TABLE_NAME = C.TABLE_NAME`;
    return ordered(asked, ['TABLE_SCHEMA', 'TABLE_NAME'], from, [`(${recent})`]);
}

/** Of the account; keys are database, schema and object. Rows have the object's number in front. */
export function accountUsageStatement(asked: Asked): string {
    const from = `FROM SNOWFLAKE.ACCOUNT_USAGE.${asked.kind.view} C`;
    return ordered(asked, ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'], from, ['C.DELETED IS NULL'], ['TABLE_ID']);
}

function viewOf(database: string, view: string): string {
    return `${quoteIdentifier(database)}.${INFORMATION_SCHEMA}.${view}`;
}

function ordered(
    { kind, of, after, limit }: Asked,
    key: readonly string[],
    from: string,
    conditions: readonly string[],
    apart: readonly string[] = []
): string {
    const [widest = ''] = key;
    const where = [
        ...conditions,
        ...(of.length > 0 && of.length <= MOST_NAMES ? [`C.${widest} IN (${of.map(quoteLiteral).join(', ')})`] : []),
        ...(after ? [behind(key.slice(0, after.length), after)] : [])
    ];
    return [
        `SELECT ${named([...key, ...apart, ...kind.columns])}`,
        from,
        where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
        `ORDER BY ${named([...key, ...apart, kind.orderBy])}`,
        `LIMIT ${limit}`
    ]
        .filter((part) => part !== '')
        .join(' ');
}

function named(columns: readonly string[]): string {
    return columns.map((column) => `C.${column}`).join(', ');
}

/** `(A > 'x' OR (A = 'x' AND (B > 'y')))` */
function behind([column, ...columns]: readonly string[], [name, ...names]: Key): string {
    if (column === undefined || name === undefined) return '1 = 0';
    const literal = quoteLiteral(name);
    if (columns.length === 0) return `C.${column} > ${literal}`;
    return `(C.${column} > ${literal} OR (C.${column} = ${literal} AND ${behind(columns, names)}))`;
}
