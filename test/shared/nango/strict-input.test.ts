/** Every action refuses fields that it does not know: a misspelt one would widen the question. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as listingSpecs from '../../../shared/catalog/listing/specs.js';
import { describeTableSpec } from '../../../shared/catalog/listing/describe-table.js';
import { listGrantsSpec } from '../../../shared/catalog/listing/grants.js';
import { testConnectionSpec } from '../../../shared/connection/test.js';
import { createSnowflakeSpec, createSpec } from '../../../shared/export-secrets/create.js';
import { disconnectSpec } from '../../../shared/export-secrets/disconnect.js';
import { getSpec, listSpec } from '../../../shared/export-secrets/read.js';
import { restoreSpec } from '../../../shared/export-secrets/restore.js';
import { rotateKeyPairSpec } from '../../../shared/key-rotation/rotate.js';
import { parseInput } from '../../../shared/nango/report.js';
import * as statementSpecs from '../../../shared/statements/specs.js';

const SPECS = [
    ...Object.values(listingSpecs),
    ...Object.values(statementSpecs).filter((value) => typeof value === 'object' && 'input' in value),
    describeTableSpec,
    listGrantsSpec,
    testConnectionSpec,
    createSpec,
    createSnowflakeSpec,
    disconnectSpec,
    getSpec,
    listSpec,
    restoreSpec,
    rotateKeyPairSpec
];

test('the list is whole: as many inputs as there are actions, and one more where two kinds of connection differ', () => {
    const actions = new Set(
        ['snowflake-jwt', 'snowflake-password', 'qlik-export'].flatMap((integration) =>
            readdirSync(new URL(`../../../integrations/${integration}/actions`, import.meta.url))
        )
    );
    expect(SPECS).toHaveLength(actions.size + 1);
});

test.each(SPECS.map(({ description, input }) => [description, input] as const))('%s', (_, input) => {
    expect(z.toJSONSchema(input)).toMatchObject({ additionalProperties: false });
    expect(() => parseInput(input, { databse: 'SALES' })).toThrow(/databse: not known here; (known are \w+|no input)/);
});

test('an unknown field is named with those that are known, also inside another', () => {
    expect(() => parseInput(listingSpecs.listRolesSpec.input, { databse: 'SALES' })).toThrow(
        'databse: not known here; known are like, starts_with, role, limit, cursor.'
    );
    expect(() => parseInput(listGrantsSpec.input, { to_share: 'S' })).toThrow(
        'to_share: not known here; known are to_role, of_role, to_user, on, role, limit, cursor.'
    );
    expect(() => parseInput(listGrantsSpec.input, { on: { type: 'ROLE', nmae: ['R'] } })).toThrow(
        'on.nmae: not known here; known are type, name.'
    );
    expect(() =>
        parseInput(statementSpecs.executeStatementSpec.input, {
            statement: 'SELECT ?',
            bindings: { '1': { type: 'TEXT', value: 'a', vlaue: 'b' } }
        })
    ).toThrow('bindings.1.vlaue: not known here; known are type, value.');
});

test('no input is an empty one', () => {
    for (const input of [undefined, null, {}]) expect(parseInput(listSpec.input, input)).toEqual({});
});
