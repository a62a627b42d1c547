/**
 * Every action's declared input is a schema of OpenAI's strict mode for function tools: all fields required, none beside
 * them, and only the keywords that it knows. What may be left out may be null as well as absent.
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { functions } from '../../client/functions.js';
import { parseInput } from '../../shared/nango/report.js';
import { FUNCTIONS } from '../support/functions.js';
import { Nodes, strictProblems } from '../support/strict-schema.js';

/** https://platform.openai.com/docs/api-reference/chat/create: of a function's description. */
const LONGEST_DESCRIPTION = 1_024;

const ACTIONS = FUNCTIONS.flatMap(({ integration, name, definition }) =>
    definition?.type === 'action' ? [{ integration, name, definition }] : []
);

function found(schema: z.ZodType): string[] {
    return strictProblems(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7' }))), '');
}

test('the check finds what strict mode refuses', () => {
    expect(found(z.looseObject({ a: z.string().min(1).optional() }))).toEqual([
        ': $schema is not known',
        ': takes other fields',
        '.a: is not required',
        '.a: minLength is not known'
    ]);
    expect(found(z.strictObject({ a: z.record(z.string(), z.unknown()) }))).not.toEqual([]);
});

test.each(ACTIONS)('$integration $name', ({ name, definition }) => {
    const schema = definition.json_schema.definitions[definition.input ?? ''];
    expect(schema?.['type']).toBe('object');
    expect(strictProblems(schema, name)).toEqual([]);
    expect(definition.description.length).toBeLessThanOrEqual(LONGEST_DESCRIPTION);
    // Where Nango looks for fields in a description of the function, it finds none of ours by accident.
    expect(definition.description).not.toMatch(/^\s*-/m);
    const fields = Object.entries(Nodes.parse(schema?.['properties'] ?? {}));
    expect(fields.filter(([, each]) => typeof each['description'] !== 'string').map(([field]) => field)).toEqual([]);
});

test.each(
    Object.entries(functions).flatMap(([integration, { actions }]) =>
        Object.entries(actions).map(([name, { input }]) => ({ integration, name, input }))
    )
)('$integration $name: null is left out', ({ input }) => {
    const { shape } = z.instanceof(z.ZodObject).parse(input);
    const fields = Object.entries(shape);
    const needed = fields.filter(([, schema]) => !(schema instanceof z.ZodPrefault));
    expect(needed.filter(([, schema]) => z.safeParse(schema, null).success).map(([field]) => field)).toEqual([]);
    const leftOut = z.strictObject(Object.fromEntries(fields.filter((field) => !needed.includes(field))));
    const nulls = Object.fromEntries(Object.keys(leftOut.shape).map((field) => [field, null]));
    expect([parseInput(leftOut, {}), parseInput(leftOut, nulls)]).toEqual([{}, {}]);
});
