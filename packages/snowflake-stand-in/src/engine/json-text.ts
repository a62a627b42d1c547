/**
 * JSON as Snowflake writes it: the keys of an object in order, numbers with all their digits. DuckDB keeps keys as they
 * were given, so what becomes text inside a statement goes through a function of its own too.
 * https://docs.snowflake.com/en/sql-reference/data-types-semistructured#object
 */
import { DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';

import type { DuckDBConnection } from '@duckdb/node-api';

/** Indented over several lines; 0 means on one. What is neither object nor array stays as it is. */
export function jsonText(json: string, indent: number): string {
    if (!/^[[{]/.test(json.trim())) return json;
    const parts = json.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
    let at = 0;
    const text = (depth: number): string => {
        const first = parts[at++] ?? '';
        if (first !== '{' && first !== '[') return first;
        const end = first === '{' ? '}' : ']';
        const items: { readonly key: string; readonly text: string }[] = [];
        while (parts[at] !== end && at < parts.length) {
            if (parts[at] === ',') at += 1;
            const key = first === '{' ? (parts[at] ?? '') : '';
            // Past the key and its colon.
            if (first === '{') at += 2;
            items.push({ key, text: text(depth + 1) });
        }
        at += 1;
        if (first === '{') items.sort((one, other) => order(one.key, other.key));
        return (
            first +
            joined(
                items.map((item) => (item.key === '' ? item.text : pair(item.key, item.text, indent))),
                depth,
                indent
            ) +
            end
        );
    };
    return text(1);
}

function pair(key: string, value: string, indent: number): string {
    return `${key}:${indent > 0 ? ' ' : ''}${value}`;
}

function joined(items: readonly string[], depth: number, indent: number): string {
    if (items.length === 0 || indent === 0) return items.join(',');
    const line = (levels: number): string => `\n${' '.repeat(indent * levels)}`;
    return `${line(depth)}${items.join(`,${line(depth)}`)}${line(depth - 1)}`;
}

/** By their bytes. */
function order(one: string, other: string): number {
    return Buffer.compare(Buffer.from(one.slice(1, -1)), Buffer.from(other.slice(1, -1)));
}

/** `SF_JSON_TEXT(text)`: on one line. */
export function addJsonText(connection: DuckDBConnection): void {
    connection.registerScalarFunction(
        DuckDBScalarFunction.create({
            name: 'SF_JSON_TEXT',
            parameterTypes: [VARCHAR],
            returnType: VARCHAR,
            mainFunction: (_info, input, output) => {
                const given = input.getColumnVector(0);
                for (let row = 0; row < input.rowCount; row += 1) {
                    const json = given.getItem(row);
                    output.setItem(row, json === null ? null : jsonText(String(json), 0));
                }
                output.flush();
            }
        })
    );
}
