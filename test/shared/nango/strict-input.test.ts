/** Every action refuses fields that it does not know: a misspelt one would widen the question. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { functions } from '../../../client/functions.js';
import { listGrantsSpec } from '../../../shared/catalog/listing/grants.js';
import { listSpec } from '../../../shared/export-secrets/read.js';
import { parseInput } from '../../../shared/nango/report.js';
import { executeStatementSpec } from '../../../shared/statements/specs.js';

/** Every action of the registry, which is written from the same list as the entry files. */
const INPUTS = Object.entries(functions).flatMap(([integration, { actions }]) =>
    Object.entries(actions).map(([name, { input }]) => [`${integration} ${name}`, input] as const)
);

test.each(INPUTS)('%s', (_, input) => {
    expect(z.toJSONSchema(input)).toMatchObject({ additionalProperties: false });
    expect(() => parseInput(input, { databse: 'SALES' })).toThrow(/databse: not known here; (known are \w+|no input)/);
});

test('an unknown field is named with those that are known, also inside another', () => {
    expect(() => parseInput(functions['snowflake-jwt'].actions['list-roles'].input, { databse: 'SALES' })).toThrow(
        'databse: not known here; known are like, starts_with, role, limit, cursor.'
    );
    expect(() => parseInput(listGrantsSpec.input, { to_share: 'S' })).toThrow(
        'to_share: not known here; known are to_role, of_role, to_user, on, role, limit, cursor.'
    );
    expect(() => parseInput(listGrantsSpec.input, { on: { type: 'ROLE', nmae: ['R'] } })).toThrow(
        'on.nmae: not known here; known are type, name.'
    );
    expect(() =>
        parseInput(executeStatementSpec.accepts, {
            statement: 'SELECT ?',
            bindings: { '1': { type: 'TEXT', value: 'a', vlaue: 'b' } }
        })
    ).toThrow('bindings.1.vlaue: not known here; known are type, value.');
});

test.each([
    [{ binds: [{ type: 'fixed', value: '1' }] }, 'binds.0.type: Invalid option: expected one of "FIXED"'],
    [{ binds: [1, { type: 'TEXT', value: '1', vlaue: 2 }] }, 'binds.1.vlaue: not known here; known are type, value.'],
    [{ binds: [{ type: 'TEXT' }] }, 'binds.0.value: Invalid input: expected string, number, boolean or null.'],
    [{ binds: [['a']] }, 'binds.0: Invalid input: expected string, number, boolean, null or object.'],
    [
        { bindings: { '1': { type: 'TEXT' } } },
        'bindings.1.value: Invalid input: expected string, number, boolean or null.'
    ],
    [{ parameters: [{ name: 'A', vlaue: 1 }] }, 'parameters.0.vlaue: not known here; known are name, value.'],
    [{ parameters: { A: {} } }, 'parameters.A: Invalid input: expected string, number or boolean.'],
    [{ parameters: 'A' }, 'parameters: Invalid input: expected array or record.']
])('a field that takes several sorts of values: %j', (input, said) => {
    expect(() => parseInput(executeStatementSpec.accepts, { statement: 'SELECT ?', ...input })).toThrow(said);
});

test('no input is an empty one', () => {
    for (const input of [undefined, null, {}]) expect(parseInput(listSpec.input, input)).toEqual({});
});
