/** A slot that is not shown must never pass for a free one: the key in it would be overwritten. */
import { expect, test } from 'vitest';
import { readSlots } from '../../../shared/key-rotation/slots.js';
import { answering } from '../answering.js';

const NAMED = ['property', 'value', 'default', 'description'];
const DOCUMENTED = ['property', 'property_type', 'property_value', 'property_default'];

test.each([
    ['as the command names them', NAMED, ['RSA_PUBLIC_KEY_FP', 'SHA256:a', null, null], 'null'],
    ['as its page names them', DOCUMENTED, ['RSA_PUBLIC_KEY_FP', 'String', 'SHA256:a', null], null]
])('columns %s', async (_, columns, first, unset) => {
    const second = columns.map((name) => (name.endsWith('value') ? unset : 'RSA_PUBLIC_KEY_2_FP'));
    expect(await readSlots(answering(columns, first, second), 'ANN')).toEqual({
        RSA_PUBLIC_KEY: 'SHA256:a',
        RSA_PUBLIC_KEY_2: null
    });
});

test.each([
    ['no rows', NAMED, []],
    ['one of the two', NAMED, [['RSA_PUBLIC_KEY_FP', 'null', null, null]]],
    ['no values', ['property'], [['RSA_PUBLIC_KEY_FP'], ['RSA_PUBLIC_KEY_2_FP']]]
])('%s is no answer', async (_, columns, rows) => {
    await expect(readSlots(answering(columns, ...rows), 'ANN')).rejects.toMatchObject({ code: 'unexpected_response' });
});
