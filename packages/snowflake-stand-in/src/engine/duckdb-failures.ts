/** DuckDB's complaints as Snowflake's refusals. DuckDB has no codes of its own, so its wording decides. */
import { StatementFailure } from '../types.js';
import { cancelled, doesNotExist, invalidIdentifier, unknownFunction } from './failures.js';
import { quoteIfNeeded } from './names.js';
import { shownName } from './stored-names.js';

interface Rule {
    readonly says: RegExp;
    readonly means: (found: readonly string[]) => StatementFailure;
}

const refusal =
    (code: string, state: string, message: (found: readonly string[]) => string) =>
    (found: readonly string[]): StatementFailure =>
        new StatementFailure(code, state, message(found));

const name = (stored: string | undefined): string => quoteIfNeeded(shownName(stored ?? ''));

const RULES: readonly Rule[] = [
    { says: /INTERRUPT/, means: () => cancelled() },
    {
        says: /Referenced column "((?:[^"]|"")*)" (?:not found|was not found)/,
        means: ([, column]) => invalidIdentifier(name(column))
    },
    {
        says: /Referenced table "((?:[^"]|"")*)" not found/,
        means: ([, table]) => invalidIdentifier(name(table))
    },
    {
        says: /(?:does not have a column named|Column with name) "?((?:[^"]|"")*?)"?(?: does not exist|$|\n)/,
        means: ([, column]) => invalidIdentifier(name(column))
    },
    {
        says: /Ambiguous reference to column name "([^"]*)"/,
        means: refusal(
            '002028',
            '42601',
            ([, column]) => `SQL compilation error:\nambiguous column name '${name(column)}'`
        )
    },
    { says: /Table with name (\S+) does not exist/, means: ([, table]) => doesNotExist('Object', name(table)) },
    {
        says: /Function with name (\S+) does not exist/,
        means: ([, called]) => unknownFunction(called?.toUpperCase() ?? '')
    },
    {
        says: /column "([^"]*)" must appear in the GROUP BY clause/,
        means: refusal(
            '000979',
            '42601',
            ([, column]) => `SQL compilation error:\n[${name(column)}] is not a valid group by expression`
        )
    },
    {
        says: /NOT NULL constraint failed: .*\.(.*)/,
        means: refusal('100072', '22000', () => 'NULL result in a non-nullable column')
    },
    {
        // DuckDB's word for a TIMESTAMP_NS that it cannot read.
        says: /Could not convert string ["']([\s\S]*?)["'] to INT64/,
        means: refusal('100035', '22007', ([, value]) => `Timestamp '${value ?? ''}' is not recognized`)
    },
    {
        says: /Could not convert string ["']([\s\S]*?)["'] to (?:DECIMAL|U?INT|DOUBLE|FLOAT|HUGEINT|BIGINT)/,
        means: refusal('100038', '22018', ([, value]) => `Numeric value '${value ?? ''}' is not recognized`)
    },
    {
        says: /Could not convert string ["']([\s\S]*?)["'] to BOOL/,
        means: refusal('100037', '22018', ([, value]) => `Boolean value '${value ?? ''}' is not recognized`)
    },
    {
        says: /(?:invalid date field format|date field value out of range): "([^"]*)"/,
        means: refusal('100040', '22007', ([, value]) => `Date '${value ?? ''}' is not recognized`)
    },
    {
        says: /(?:invalid timestamp field format|timestamp field value out of range): "([^"]*)"/,
        means: refusal('100035', '22007', ([, value]) => `Timestamp '${value ?? ''}' is not recognized`)
    },
    {
        says: /(Can't parse '[\s\S]*' as \w+ with format '[^']*')/,
        means: refusal('100096', '22007', ([, complaint]) => complaint ?? '')
    },
    {
        says: /Malformed JSON/,
        means: refusal('100069', '22P02', () => 'Error parsing JSON')
    },
    { says: /Division by zero/, means: refusal('100051', '22012', () => 'Division by zero') },
    {
        says: /[Oo]ut of [Rr]ange|Could not cast value|Overflow/,
        means: refusal('100046', '22003', () => 'Number out of representable range')
    },
    {
        says: /table .* has (\d+) columns but (\d+) values were supplied/,
        means: refusal(
            '002020',
            '21S01',
            ([, wanted, given]) =>
                `SQL compilation error:\nInsert value list does not match column list expecting ${wanted} but got ${given}`
        )
    }
];

export function snowflakeFailure(error: unknown): StatementFailure {
    if (error instanceof StatementFailure) return error;
    const said = error instanceof Error ? error.message : String(error);
    for (const rule of RULES) {
        const found = rule.says.exec(said);
        if (found) return rule.means([...found]);
    }
    const [first = said] = said.split('\n');
    const code = /Parser Error|Binder Error|Catalog Error/.test(first) ? '001003' : '000603';
    const compilation = code === '001003';
    return new StatementFailure(
        code,
        compilation ? '42000' : 'XX000',
        `${compilation ? 'SQL compilation error' : 'SQL execution error'}:\n${shownName(first)}`
    );
}
