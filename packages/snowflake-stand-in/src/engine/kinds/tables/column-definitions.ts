/**
 * Reads the columns of CREATE TABLE and ALTER TABLE ... ADD COLUMN: type, NOT NULL, DEFAULT, AUTOINCREMENT, keys,
 * comment; and table constraints. What else Snowflake takes there (tags, policies, collation) is read over.
 */
import { namedType } from '../../data-types.js';

import type { NewColumn } from '../../column.js';
import type { Constraint } from '../../objects/table.js';
import type { DataType } from '../../data-types.js';
import type { Reader } from '../../reader.js';

const TWO_WORD_TYPES = new Set(['DOUBLE PRECISION', 'CHAR VARYING']);
const TABLE_CONSTRAINTS = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'FOREIGN'];

export interface ColumnWithDefault {
    column: NewColumn;
    defaultSql: string | null;
    constraints: readonly Constraint[];
}

/** From `(` to `)`. */
export function readColumns(reader: Reader): { columns: ColumnWithDefault[]; constraints: Constraint[] } {
    const columns: ColumnWithDefault[] = [];
    const constraints: Constraint[] = [];
    reader.expectSymbol('(');
    do {
        if (startsConstraint(reader)) constraints.push(readConstraint(reader));
        else columns.push(readColumn(reader));
    } while (reader.acceptSymbol(','));
    reader.expectSymbol(')');
    const primary = new Set(constraints.flatMap(({ kind, columns: names }) => (kind === 'PRIMARY KEY' ? names : [])));
    return {
        columns: columns.map(({ column, ...rest }) =>
            primary.has(column.name)
                ? { ...rest, column: { ...column, primaryKey: true, nullable: false } }
                : { ...rest, column }
        ),
        constraints: [...columns.flatMap((column) => column.constraints), ...constraints]
    };
}

export function startsConstraint(reader: Reader): boolean {
    return TABLE_CONSTRAINTS.some((word) => reader.isNext(word));
}

/** `CONSTRAINT c PRIMARY KEY (a, b)`, `UNIQUE (a)`, `FOREIGN KEY (a) REFERENCES t (b)`. */
export function readConstraint(reader: Reader): Constraint {
    const name = reader.accept('CONSTRAINT') ? reader.name() : null;
    const kind = reader.accept('PRIMARY', 'KEY')
        ? 'PRIMARY KEY'
        : reader.accept('UNIQUE')
          ? 'UNIQUE'
          : (reader.expect('FOREIGN', 'KEY'), 'FOREIGN KEY');
    const columns = readNames(reader);
    const references = kind === 'FOREIGN KEY' ? readReferences(reader) : null;
    skipToEndOfItem(reader);
    return { kind, name, columns, references };
}

function readReferences(reader: Reader): Constraint['references'] {
    reader.expect('REFERENCES');
    return { table: reader.qualifiedName(), columns: reader.isSymbol('(') ? readNames(reader) : [] };
}

function readNames(reader: Reader): string[] {
    const names: string[] = [];
    reader.expectSymbol('(');
    do names.push(reader.name());
    while (reader.acceptSymbol(','));
    reader.expectSymbol(')');
    return names;
}

export function readType(reader: Reader): DataType {
    const first = reader.name();
    const two = `${first} ${reader.peek()?.text.toUpperCase() ?? ''}`;
    const name = TWO_WORD_TYPES.has(two) ? two : first;
    if (name === two) reader.next();
    const parameters: number[] = [];
    if (reader.acceptSymbol('(')) {
        do parameters.push(reader.integer());
        while (reader.acceptSymbol(','));
        reader.expectSymbol(')');
    }
    let full = name;
    for (const words of [
        ['WITH', 'LOCAL', 'TIME', 'ZONE'],
        ['WITH', 'TIME', 'ZONE'],
        ['WITHOUT', 'TIME', 'ZONE']
    ]) {
        if (name === 'TIMESTAMP' && reader.accept(...words)) full = `${name} ${words.join(' ')}`;
    }
    const type = namedType(full, parameters);
    if (!type) throw reader.unexpected();
    return type;
}

export function readColumn(reader: Reader): ColumnWithDefault {
    const name = reader.name();
    const type = readType(reader);
    let column: NewColumn = { name, type };
    let defaultSql: string | null = null;
    const constraints: Constraint[] = [];
    let constraintName: string | null = null;
    const constrained = (kind: Constraint['kind'], references: Constraint['references'] = null): void => {
        constraints.push({ kind, name: constraintName, columns: [name], references });
        constraintName = null;
    };
    while (!reader.done && !reader.isSymbol(',') && !reader.isSymbol(')')) {
        if (reader.accept('NOT', 'NULL')) column = { ...column, nullable: false };
        else if (reader.accept('NULL')) column = { ...column, nullable: true };
        else if (reader.accept('DEFAULT')) {
            defaultSql = readExpression(reader);
            column = { ...column, default: defaultSql };
        } else if (reader.accept('AUTOINCREMENT') || reader.accept('IDENTITY')) {
            column = { ...column, autoincrement: readIdentity(reader) };
        } else if (reader.accept('CONSTRAINT')) constraintName = reader.name();
        else if (reader.accept('PRIMARY', 'KEY')) {
            column = { ...column, primaryKey: true, nullable: false };
            constrained('PRIMARY KEY');
        } else if (reader.accept('UNIQUE')) {
            column = { ...column, uniqueKey: true };
            constrained('UNIQUE');
        } else if (reader.accept('FOREIGN', 'KEY') || reader.isNext('REFERENCES')) {
            constrained('FOREIGN KEY', readReferences(reader));
        } else if (reader.accept('COMMENT')) {
            reader.acceptSymbol('=');
            column = { ...column, comment: reader.string() };
        } else if (reader.accept('AS')) {
            const expression = readExpression(reader);
            column = { ...column, expression: expression.replace(/^\(([\s\S]*)\)$/, '$1') };
        } else skipOne(reader);
    }
    return { column, defaultSql, constraints };
}

function readIdentity(reader: Reader): { start: number; step: number; order: boolean } {
    let start = 1;
    let step = 1;
    if (reader.acceptSymbol('(')) {
        start = reader.integer();
        if (reader.acceptSymbol(',')) step = reader.integer();
        reader.expectSymbol(')');
    }
    if (reader.accept('START')) start = (reader.accept('WITH'), reader.acceptSymbol('='), reader.integer());
    if (reader.accept('INCREMENT')) step = (reader.accept('BY'), reader.acceptSymbol('='), reader.integer());
    const order = reader.accept('ORDER');
    reader.accept('NOORDER');
    return { start, step, order };
}

const AFTER_EXPRESSION = [
    'NOT',
    'NULL',
    'COMMENT',
    'PRIMARY',
    'UNIQUE',
    'AUTOINCREMENT',
    'IDENTITY',
    'CONSTRAINT',
    'WITH',
    'COLLATE'
];

/** An expression as written, up to the next clause, comma or the end of the list. */
export function readExpression(reader: Reader): string {
    const first = reader.peek();
    let last = first;
    let count = 0;
    while (!reader.done && !reader.isSymbol(',') && !reader.isSymbol(')')) {
        if (count > 0 && AFTER_EXPRESSION.some((word) => reader.isNext(word))) break;
        last = skipOne(reader);
        count += 1;
    }
    return first && last ? reader.sql.slice(first.start, last.end) : '';
}

/** One token, or a whole parenthesis. */
function skipOne(reader: Reader): ReturnType<Reader['next']> {
    let token = reader.next();
    if (token.kind !== 'symbol' || token.text !== '(') return token;
    for (let depth = 1; depth > 0;) {
        token = reader.next();
        if (token.kind === 'symbol' && token.text === '(') depth += 1;
        if (token.kind === 'symbol' && token.text === ')') depth -= 1;
    }
    return token;
}

function skipToEndOfItem(reader: Reader): void {
    while (!reader.done && !reader.isSymbol(',') && !reader.isSymbol(')')) skipOne(reader);
}
