/** Reads the `NAME = value` lists that most DDL ends with. */
import type { Reader } from './reader.js';

export type Property = string | readonly string[] | null;

/** Names are upper case; a value is a string's or number's text, a name as folded, or a list. Null stands for NULL. */
export function readProperties(reader: Reader): Map<string, Property> {
    const properties = new Map<string, Property>();
    while (!reader.done && !reader.isSymbol(';') && !reader.isNext('AS')) {
        if (reader.acceptSymbol(',') || reader.accept('WITH')) continue;
        if (reader.accept('CLUSTER', 'BY')) {
            properties.set('CLUSTER BY', `LINEAR${readParenthesis(reader)}`);
            continue;
        }
        const name = reader.name();
        if (!reader.acceptSymbol('=') && !['COMMENT', 'TAG'].includes(name)) {
            properties.set(name, 'TRUE');
            continue;
        }
        properties.set(name, readValue(reader));
    }
    return properties;
}

/** As written, e.g. `(A, B)`: a clustering key has no equals sign, unlike every other property. */
function readParenthesis(reader: Reader): string {
    const start = reader.peek()?.start ?? 0;
    let end = start;
    reader.expectSymbol('(');
    for (let depth = 1; depth > 0;) {
        const token = reader.next();
        if (token.text === '(') depth += 1;
        if (token.text === ')') depth -= 1;
        end = token.end;
    }
    return reader.sql.slice(start, end);
}

function readValue(reader: Reader): Property {
    if (reader.accept('NULL')) return null;
    if (reader.acceptSymbol('(')) {
        const items: string[] = [];
        while (!reader.acceptSymbol(')')) if (!reader.acceptSymbol(',')) items.push(reader.next().text);
        return items;
    }
    const token = reader.peek();
    if (token?.kind === 'string' || token?.kind === 'number') return reader.next().text;
    if (reader.acceptSymbol('-')) return `-${reader.next().text}`;
    return reader.qualifiedName().join('.');
}

/** The names after UNSET. */
export function readNames(reader: Reader): Set<string> {
    const names = new Set<string>();
    do names.add(reader.name());
    while (reader.acceptSymbol(',') || reader.isName());
    reader.end();
    return names;
}

export function textProperty(properties: ReadonlyMap<string, Property>, name: string): string | undefined {
    const value = properties.get(name);
    return typeof value === 'string' ? value : undefined;
}

export function booleanProperty(properties: ReadonlyMap<string, Property>, name: string): boolean | undefined {
    const value = textProperty(properties, name);
    return value === undefined ? undefined : /^(true|on|yes|1)$/i.test(value);
}

export function numberProperty(properties: ReadonlyMap<string, Property>, name: string): number | undefined {
    const value = textProperty(properties, name);
    return value === undefined ? undefined : Number(value);
}

export interface CredentialChange {
    readonly disabled?: boolean;
    /** Null: taken away. */
    readonly comment?: string | null;
}

/** What MODIFY … SET or UNSET changes of a key pair or a token; what it does not name is left out. */
export function readCredentialChange(reader: Reader): CredentialChange {
    if (reader.accept('SET')) {
        const properties = readProperties(reader);
        const disabled = booleanProperty(properties, 'DISABLED');
        const comment = textProperty(properties, 'COMMENT');
        return { ...(disabled !== undefined && { disabled }), ...(comment !== undefined && { comment }) };
    }
    reader.expect('UNSET');
    const unset = readNames(reader);
    return { ...(unset.has('DISABLED') && { disabled: false }), ...(unset.has('COMMENT') && { comment: null }) };
}
