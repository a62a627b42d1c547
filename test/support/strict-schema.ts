/**
 * What OpenAI's strict mode for function tools refuses in a schema, by its documentation.
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
import { z } from 'zod';
import { nameSet } from '../../shared/names.js';

const KEYWORDS: ReadonlySet<string> = nameSet(
    'type, description, enum, const, anyOf, properties, required, additionalProperties, items, pattern, format',
    'minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, minItems, maxItems'
);
const MOST_PROPERTIES = 5_000;
const DEEPEST = 10;

const Node = z.record(z.string(), z.unknown());
export const Nodes = z.record(z.string(), Node);

/** What is wrong with a schema, and how many properties it has. */
function problemsOf(schema: unknown, path: string, depth = 0): { problems: string[]; properties: number } {
    const node = Node.parse(schema);
    const problems = Object.keys(node)
        .filter((key) => !KEYWORDS.has(key))
        .map((key) => `${path}: ${key} is not known`);
    if (depth > DEEPEST) problems.push(`${path}: too deep`);
    if (!['type', 'anyOf', 'enum', 'const'].some((key) => key in node)) problems.push(`${path}: has no type`);
    let properties = 0;
    const inner: [string, unknown][] = [
        ...(node['items'] === undefined ? [] : [[`${path}[]`, node['items']] as [string, unknown]]),
        ...z
            .array(z.unknown())
            .parse(node['anyOf'] ?? [])
            .map((each, index): [string, unknown] => [`${path}|${index}`, each])
    ];
    if (node['type'] === 'object') {
        const fields = Nodes.parse(node['properties'] ?? {});
        const required = z.array(z.string()).parse(node['required'] ?? []);
        if (node['additionalProperties'] !== false) problems.push(`${path}: takes other fields`);
        for (const field of Object.keys(fields))
            if (!required.includes(field)) problems.push(`${path}.${field}: is not required`);
        properties += Object.keys(fields).length;
        inner.push(...Object.entries(fields).map(([field, each]): [string, unknown] => [`${path}.${field}`, each]));
    }
    for (const [at, each] of inner) {
        const below = problemsOf(each, at, depth + 1);
        problems.push(...below.problems);
        properties += below.properties;
    }
    return { problems, properties };
}

export function strictProblems(schema: unknown, name: string): string[] {
    const { problems, properties } = problemsOf(schema, name);
    return properties > MOST_PROPERTIES ? [...problems, `${name}: too many properties`] : problems;
}
