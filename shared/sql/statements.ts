/** What can be told of a customer's statements from their text: what they name, and whether they read or change. */
import { tokensOf } from './tokens.js';

/** The names in double quotes, without these. */
export function quotedNames(sql: string): string[] {
    const names: string[] = [];
    for (const { kind, start, end } of tokensOf(sql)) {
        if (kind === 'quoted') names.push(sql.slice(start + 1, end - 1).replaceAll('""', '"'));
    }
    return names;
}

/** What changes rows, or may run what does; DDL is a transaction of its own whatever AUTOCOMMIT says. */
const CHANGES_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE|COPY|CALL|EXECUTE|BEGIN|DECLARE)$/;

/** Whether rows could be changed and left to a COMMIT that the text itself does not have. */
export function mayChangeRows(sql: string): boolean {
    const statements = wordsOf(sql);
    if (statements.some((words) => words.includes('COMMIT'))) return false;
    return statements.some((words) => CHANGES_ROWS.test(words[0] ?? '') || callsItsOwnProcedure(words));
}

const READS = /^(?:SHOW|DESC|DESCRIBE|SELECT|WITH|LIST|LS|EXPLAIN|VALUES)$/;

/** In doubt it changes something: functions of the system, for one, may. */
export function onlyReads(sql: string): boolean {
    const statements = wordsOf(sql);
    return (
        statements.length > 0 &&
        statements.every(
            (words) =>
                READS.test(words[0] ?? '') &&
                !callsItsOwnProcedure(words) &&
                !words.some((word) => word.startsWith('SYSTEM$'))
        )
    );
}

/** https://docs.snowflake.com/en/sql-reference/sql/call-with */
function callsItsOwnProcedure(words: readonly string[]): boolean {
    return words[0] === 'WITH' && words.some((word, index) => word === 'AS' && words[index + 1] === 'PROCEDURE');
}

/** The words of each statement in capitals; the parts of a flow are statements too. */
function wordsOf(sql: string): string[][] {
    const statements: string[][] = [];
    let words: string[] | undefined;
    for (const { kind, start, end } of tokensOf(sql)) {
        if (kind === 'space' || kind === 'comment') continue;
        if (kind === 'flow' || (kind === 'symbol' && sql[start] === ';')) {
            words = undefined;
            continue;
        }
        if (words === undefined) statements.push((words = []));
        // What is no word keeps its place: a text is not what a statement begins with.
        if (kind !== 'symbol') words.push(kind === 'word' ? sql.slice(start, end).toUpperCase() : '');
    }
    return statements;
}
