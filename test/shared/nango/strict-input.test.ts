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

test('no input is an empty one', () => {
    for (const input of [undefined, null, {}]) expect(parseInput(listSpec.input, input)).toEqual({});
});
